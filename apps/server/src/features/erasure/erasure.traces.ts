import type { Kysely, RawBuilder } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { escapeHtml } from "../mails/mails.html.ts";
import type { KeptNotice } from "../notices/notices.store.ts";
import { workspaceNames } from "../people/people.accounts.ts";
import type { Former } from "./erasure.names.ts";
import { renameIn, renameInNotice, renameInReply } from "./erasure.names.ts";

type Db = Kysely<WeftTables>;

/** Takes name and address out of what Weft has written of a person for others; before their memberships are gone. */
export async function eraseTraces(db: Db, personId: string, former: Former): Promise<void> {
  await renameWorkspaces(db, personId, former);
  await renameNotices(db, personId, former);
  await eraseMails(db, former);
  await renameReplies(db, personId, former);
  await renameComments(db, former);
  await eraseAddress(db, personId, former);
}

/** Workspaces are called after whoever makes their first one by signing up; somebody else may be called the same. */
async function renameWorkspaces(db: Db, personId: string, former: Former): Promise<void> {
  const madeByUs = Object.values(workspaceNames).map((nameOf) => nameOf(former.name));
  const { rows } = await sql<{ id: string; name: string }>`
    select w.id, w.name from weft.workspaces w
    where (w.name = any(${madeByUs}::text[])
        or w.id in (select workspace_id from weft.members where person_id = ${personId}))
      and not exists (select from weft.members m join weft.people p on p.id = m.person_id
        where m.workspace_id = w.id and p.id <> ${personId} and p.name = ${former.name})`.execute(db);
  for (const { id, name } of rows) {
    const renamed = renameIn(name, former);
    if (renamed !== null) await db.updateTable("workspaces").set({ name: renamed }).where("id", "=", id).execute();
  }
}

async function renameNotices(db: Db, personId: string, former: Former): Promise<void> {
  const { rows } = await sql<{ id: string; data: KeptNotice }>`
    select id, data from weft.notices
    where person_id <> ${personId} and (${says(sql`data::text`, former, asJson)})`.execute(db);
  for (const { id, data } of rows) {
    const renamed = JSON.stringify(renameInNotice(data, former));
    await db.updateTable("notices").set({ data: renamed }).where("id", "=", id).execute();
  }
}

/** Mails to the person go. So do those to others that name them and have left; what still waits is sent without the name. */
async function eraseMails(db: Db, former: Former): Promise<void> {
  await sql`delete from weft.mails where lower("to") = ${former.email}`.execute(db);
  const { rows } = await sql<{ id: string; state: string; subject: string; text: string; html: string }>`
    select id, state, subject, text, html from weft.mails
    where ${says(sql`subject || text`, former)} or ${says(sql`html`, former, escapeHtml)}`.execute(db);
  const inHtml = { ...former, name: escapeHtml(former.name) };
  for (const { id, state, ...mail } of rows) {
    const [subject, text] = [renameIn(mail.subject, former), renameIn(mail.text, former)];
    if (subject === null && text === null) continue;
    if (state === "sent" || state === "failed") await db.deleteFrom("mails").where("id", "=", id).execute();
    else {
      const renamed = { subject: subject ?? mail.subject, text: text ?? mail.text };
      const html = renameIn(mail.html, inHtml) ?? mail.html;
      await db
        .updateTable("mails")
        .set({ ...renamed, html })
        .where("id", "=", id)
        .execute();
    }
  }
}

/** Answers that are kept a day for requests that come twice. */
async function renameReplies(db: Db, personId: string, former: Former): Promise<void> {
  const { rows } = await sql<{ person_id: string; key: string; reply: unknown }>`
    select person_id, key, reply from weft.idempotency_keys
    where person_id <> ${personId} and ${says(sql`reply::text`, former, asJson)}`.execute(db);
  for (const { person_id, key, reply } of rows)
    await db
      .updateTable("idempotency_keys")
      .set({ reply: JSON.stringify(renameInReply(reply, former)) })
      .where("person_id", "=", person_id)
      .where("key", "=", key)
      .execute();
}

/** What was said to somebody whose hand-in was sent back, or to a team. */
async function renameComments(db: Db, former: Former): Promise<void> {
  for (const table of [sql.table("weft.submissions"), sql.table("weft.submission_steps")]) {
    const { rows } = await sql<{ comment: string }>`
      select distinct comment from ${table} where ${says(sql`comment`, former)}`.execute(db);
    for (const { comment } of rows) {
      const renamed = renameIn(comment, former);
      if (renamed !== null) await sql`update ${table} set comment = ${renamed} where comment = ${comment}`.execute(db);
    }
  }
}

/** What is kept under an address, of an account or of none. */
async function eraseAddress(db: Db, personId: string, { email }: Former): Promise<void> {
  await sql`delete from weft.invitations where email = ${email}`.execute(db);
  await sql`delete from weft.sign_ups where email = ${email}`.execute(db);
  await sql`delete from weft.verifications where strpos(lower(identifier || value), ${email}) > 0`.execute(db);
  await sql`delete from weft.audit_refusals where strpos(personal::text, ${personId}) > 0`.execute(db);
  await sql`delete from graphile_worker._private_jobs
    where locked_at is null and lower(payload ->> 'email') = ${email}`.execute(db);
}

/** Finds what may say name or address; whether it does as words of their own is looked at then. */
function says(text: RawBuilder<unknown>, { name, email }: Former, written = (plain: string) => plain) {
  return sql`(strpos(${text}, ${written(name)}) > 0 or strpos(lower(${text}), ${written(email)}) > 0)`;
}

function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
