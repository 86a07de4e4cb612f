import type { AuditAction, AuditCheck, AuditFilter } from "@weft/api/audit";
import { auditActions } from "@weft/api/audit";
import { isOfGroup } from "@weft/api/audit-groups";
import type { ChainLink } from "@weft/model/audit/chain";
import { personalOf } from "@weft/model/audit/chain";
import type { Kysely, RawBuilder } from "kysely";
import { CompiledQuery, sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { HiddenThings } from "./audit.hidden.ts";
import type { ToldEntry } from "./audit.record.ts";

/** Appends an entry; the database gives it its number, time and hash. */
export async function appendAudit(db: Kysely<WeftTables>, { entry, personal }: ToldEntry): Promise<void> {
  await db.executeQuery(
    CompiledQuery.raw("select weft.append_audit($1::jsonb, $2::jsonb)", [
      JSON.stringify(entry),
      JSON.stringify(personal),
    ]),
  );
}

/** An entry with its proof, and what its row says beside it. */
export interface StoredLink extends ChainLink {
  number: number;
  at: Date;
}

interface Page {
  /** Only numbers beyond this one, in the direction of `order`. */
  beyond?: number;
  order: "asc" | "desc";
  limit: number;
}

/** What is looked for, and what of it is not the asker's to read. */
export type Wanted = AuditFilter & { hidden?: HiddenThings };

/** A page of entries that pass a filter, with the plain values they still have. */
export async function findEntries(
  db: Kysely<WeftTables>,
  filter: Wanted,
  { beyond, order, limit }: Page,
): Promise<StoredLink[]> {
  const wanted = conditionsOf(filter);
  if (beyond !== undefined) wanted.push(order === "asc" ? sql`number > ${beyond}` : sql`number < ${beyond}`);
  const { rows } = await sql<Omit<StoredLink, "personal">>`
    select number, at, entry, previous_hash as "previousHash", hash from weft.audit
    where ${wanted.length > 0 ? sql.join(wanted, sql` and `) : sql`true`}
    order by number ${sql.raw(order)} limit ${limit}`.execute(db);
  const personal = await findPersonal(db, rows);
  return rows.map((row) => {
    const digests = personalOf(row.entry).map(({ sha256 }) => sha256);
    const found = digests.flatMap((digest) => (personal[digest] ? [[digest, personal[digest]] as const] : []));
    return { ...row, personal: Object.fromEntries(found) };
  });
}

/** Refusals of all kinds. */
const refusals: readonly AuditAction[] = ["access.refused", "person.sign_in_failed", "sign_up.refused"];

function conditionsOf(filter: Wanted): RawBuilder<unknown>[] {
  const { person, who, action, group, refused, thing, request, from, to, workspaceId, hidden } = filter;
  const wanted: RawBuilder<unknown>[] = [];
  if (person !== undefined) wanted.push(sql`person_id = ${person}`);
  if (action !== undefined) wanted.push(sql`action = ${action}`);
  if (who) wanted.push(isCalled(who, workspaceId));
  if (group !== undefined) wanted.push(isOneOf(auditActions.filter((each) => isOfGroup(group, each))));
  if (refused) wanted.push(isOneOf(refusals));
  if (thing) wanted.push(sql`(thing_id = ${thing} or strpos(lower(entry #>> '{thing,name}'), lower(${thing})) > 0)`);
  if (request !== undefined) wanted.push(sql`request_id = ${request}`);
  if (workspaceId !== undefined) wanted.push(sql`workspace_id = ${workspaceId}`);
  if (from !== undefined) wanted.push(sql`at >= ${from}::timestamptz`);
  if (to !== undefined) wanted.push(sql`at < ${to}::timestamptz`);
  if (hidden && hidden.tableIds.length + hidden.baseIds.length > 0) wanted.push(isToBeRead(hidden));
  return wanted;
}

/** A field that is gone for good could have been one of a table that is hidden. */
function isToBeRead({ tableIds, baseIds }: HiddenThings): RawBuilder<unknown> {
  return sql`(thing_id is null or thing_id <> all(${[...tableIds, ...baseIds]}::text[])) and (
    entry #>> '{thing,kind}' is distinct from 'field' or exists (
      select from weft.fields f where f.id = thing_id and f.table_id <> all(${tableIds}::text[])))`;
}

/** Part of a name. Who was refused in a workspace they have nothing in has no name there, and is not found by it. */
function isCalled(who: string, workspaceId: string | undefined): RawBuilder<unknown> {
  const named = sql`person_id in (select id from weft.people where strpos(lower(name), lower(${who})) > 0)`;
  if (workspaceId === undefined) return named;
  return sql`${named} and (action <> 'access.refused' or person_id in (
    select person_id from weft.members where workspace_id = ${workspaceId}
    union select person_id from weft.grants where workspace_id = ${workspaceId}
  ))`;
}

function isOneOf(actions: readonly AuditAction[]): RawBuilder<unknown> {
  return sql`action = any(${actions})`;
}

/** What is kept beside entries; a person with a salt and without a value has lost it in another way than by erasure. */
async function findPersonal(db: Kysely<WeftTables>, links: { entry: ChainLink["entry"] }[]) {
  const all = links.flatMap(({ entry }) => personalOf(entry));
  const digests = [...new Set(all.map(({ sha256 }) => sha256))];
  const people = [...new Set(all.map(({ of }) => of))];
  const [values, salts] = [
    await sql<{ digest: string; value: string }>`
      select digest, value from weft.audit_personal where digest = any(${digests})`.execute(db),
    await sql<{ person_id: string; salt: string }>`
      select person_id, salt from weft.audit_salts where person_id = any(${people})`.execute(db),
  ];
  const valueOf = new Map(values.rows.map(({ digest, value }) => [digest, value]));
  const saltOf = new Map(salts.rows.map(({ person_id, salt }) => [person_id, salt]));
  const personal: Record<string, ChainLink["personal"][string]> = {};
  for (const { of, sha256 } of all) {
    const salt = saltOf.get(of);
    if (salt !== undefined) personal[sha256] = { of, salt, value: valueOf.get(sha256) ?? null };
  }
  return personal;
}

/** The last entry's number and hash, as the counter has them. */
export async function readHead(db: Kysely<WeftTables>): Promise<{ number: number; hash: string }> {
  const { rows } = await sql<{ number: number; hash: string }>`select number, hash from weft.audit_head`.execute(db);
  return rows[0] ?? { number: 0, hash: "" };
}

/** Takes what is a person's own out of the trail; the chain still holds once `person.erased` is recorded too. */
export async function erasePersonal(db: Kysely<WeftTables>, personId: string): Promise<void> {
  await sql`delete from weft.audit_personal where person_id = ${personId}`.execute(db);
  await sql`delete from weft.audit_salts where person_id = ${personId}`.execute(db);
}

/** Keeps how the trail was found, in place of the last time. */
export async function keepCheck(db: Kysely<WeftTables>, personId: string, check: AuditCheck): Promise<void> {
  await sql`
    insert into weft.audit_checks (person_id, result) values (${personId}, ${JSON.stringify(check)}::jsonb)
    on conflict (only_one) do update set at = now(), person_id = excluded.person_id, result = excluded.result
  `.execute(db);
}

/** How the trail was found last. */
export function findCheck(db: Kysely<WeftTables>): Promise<{ at: Date; result: AuditCheck } | undefined> {
  return db.selectFrom("audit_checks").select(["at", "result"]).executeTakeFirst();
}
