import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;
type NoticeRow = Selectable<WeftTables["notices"]>;

/** Somebody whom mails tell of notices. */
export interface Reader {
  id: string;
  email: string;
  language: string;
  time_zone: string | null;
}

/** A notice that waits to be mailed, and to whom; in a transaction it is taken once. */
export async function takeNoticeToMail(
  db: Db,
  noticeId: string,
): Promise<{ notice: NoticeRow; reader: Reader } | undefined> {
  const notice = await db
    .updateTable("notices")
    .set({ mailed_at: sql<Date>`now()` })
    .where("id", "=", noticeId)
    .where("mail", "=", "now")
    .where("mailed_at", "is", null)
    .returningAll()
    .executeTakeFirst();
  const reader = notice && (await findReader(db, notice.person_id));
  return reader && { notice, reader };
}

/** Who is to be mailed; nobody who may not come in. */
async function findReader(db: Db, personId: string): Promise<Reader | undefined> {
  return db
    .selectFrom("people")
    .select(["id", "email", "language", "time_zone"])
    .where("id", "=", personId)
    .where("disabled_at", "is", null)
    .executeTakeFirst();
}

/** Everybody for whom something waits for the mail of the day. */
export async function findDigestReaders(db: Db): Promise<Reader[]> {
  const { rows } = await sql<Reader>`
    select p.id, p.email, p.language, p.time_zone from weft.people p
    where p.disabled_at is null and exists (
      select from weft.notices n where n.person_id = p.id and n.mail = 'daily' and n.mailed_at is null)
    order by p.id`.execute(db);
  return rows;
}

/** Takes what waits for a person's mail of the day and came before `until`, oldest first; each is taken once. */
export async function takeDigest(db: Db, personId: string, until: Date): Promise<NoticeRow[]> {
  const taken = await db
    .updateTable("notices")
    .set({ mailed_at: sql<Date>`now()` })
    .where("person_id", "=", personId)
    .where("mail", "=", "daily")
    .where("mailed_at", "is", null)
    .where("created_at", "<", until)
    .returningAll()
    .execute();
  return taken.sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
}
