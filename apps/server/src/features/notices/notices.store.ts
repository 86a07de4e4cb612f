import type { MailChoice, NoticeKind, NoticePreferences, NoticeTone } from "@weft/model/notices/kinds";
import type { Phrase } from "@weft/model/texts/phrase";
import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { after, createdMs } from "../../doors/page-cursor.ts";
import type { Place } from "../../doors/page-cursor.ts";
import { announce } from "../../live/announce.ts";

type Db = Kysely<WeftTables>;
type NoticeRow = Selectable<WeftTables["notices"]>;

/** A notice as it is kept: its texts are said when somebody reads it. Texts of before are plain English. */
export interface KeptNotice {
  title: Phrase;
  text: Phrase | string | null;
  link: string;
  linkLabel: Phrase | null;
  figures: readonly (readonly [label: Phrase, value: number])[];
  tone: NoticeTone;
}

/** A notice as it is handed to the database, which knows what its person has chosen. */
export interface NewNotice {
  id: string;
  personId: string;
  kind: NoticeKind;
  data: KeptNotice;
  byDefault: { bell: boolean; mail: MailChoice };
  isProblem: boolean;
}

/** Keeps a notice for the bell, a mail or the mail of the day, or none of them; also for the data role. */
export async function addNotice(db: Db, notice: NewNotice): Promise<void> {
  const [data, byDefault] = [JSON.stringify(notice.data), JSON.stringify(notice.byDefault)];
  await sql`select weft.add_notice(
    ${notice.id}, ${notice.personId}, ${notice.kind}, ${data}::jsonb, ${byDefault}::jsonb, ${notice.isProblem})`.execute(
    db,
  );
}

/** A page of a person's bell, newest first, after `before` (exclusive) when given. */
export async function findNotices(
  db: Db,
  personId: string,
  page: { limit: number; before: Place | null },
): Promise<NoticeRow[]> {
  let query = db.selectFrom("notices").selectAll().where("person_id", "=", personId).where("in_bell", "=", true);
  if (page.before) query = query.where(after(page.before));
  return query.orderBy(createdMs, "desc").orderBy("id", "desc").limit(page.limit).execute();
}

/** How many notices of a person's bell they have not read. */
export async function countUnread(db: Db, personId: string): Promise<number> {
  const { unread } = await db
    .selectFrom("notices")
    .select((eb) => eb.fn.countAll<number>().as("unread"))
    .where("person_id", "=", personId)
    .where("in_bell", "=", true)
    .where("read_at", "is", null)
    .executeTakeFirstOrThrow();
  return unread;
}

/** Marks a person's notices as read, all of them without `ids`. */
export async function markRead(db: Db, personId: string, ids: string[] | undefined): Promise<void> {
  let query = db.updateTable("notices").set({ read_at: new Date() }).where("person_id", "=", personId);
  if (ids) query = query.where("id", "in", ids);
  await query.where("read_at", "is", null).execute();
  await announce(db, { about: "notice", personId });
}

/** What a person has chosen; with a lock, so that two choices at once are both kept. */
export async function lockPreferences(db: Db, personId: string): Promise<NoticePreferences | undefined> {
  const found = await db
    .selectFrom("people")
    .select("notice_preferences")
    .where("id", "=", personId)
    .where("erased_at", "is", null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return found?.notice_preferences;
}

/** Writes what a person has chosen. */
export async function setPreferences(db: Db, personId: string, preferences: NoticePreferences): Promise<void> {
  await db.updateTable("people").set({ notice_preferences: preferences }).where("id", "=", personId).execute();
}
