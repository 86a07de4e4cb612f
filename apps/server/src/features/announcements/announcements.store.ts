import type { Announcement, AnnouncementTexts } from "@weft/api/announcements";
import { noticeKinds } from "@weft/model/notices/kinds";
import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import type { KeptNotice } from "../notices/notices.store.ts";

type Db = Kysely<WeftTables>;
type Row = Selectable<WeftTables["announcements"]>;

/** What of an announcement is set by hand. */
export interface AnnouncementParts {
  texts: AnnouncementTexts;
  level: Announcement["level"];
  startsAt: Date;
  endsAt: Date | null;
  isNotice: boolean;
}

/** Every announcement, the latest first. */
export async function findAnnouncements(db: Db): Promise<Row[]> {
  return db.selectFrom("announcements").selectAll().orderBy("starts_at", "desc").orderBy("id").limit(200).execute();
}

/** One announcement; in a transaction it stays as it is until that ends. */
export async function lockAnnouncement(db: Db, id: string): Promise<Row | undefined> {
  return db.selectFrom("announcements").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** What is to be shown now; but for what this person has closed. */
export async function findShown(db: Db, personId: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select * from weft.announcements a
    where starts_at <= now() and (ends_at is null or ends_at > now())
      and not exists (
        select from weft.announcement_dismissals d where d.announcement_id = a.id and d.person_id = ${personId})
    order by starts_at desc, id limit 5`.execute(db);
  return rows;
}

/** Enters an announcement. */
export async function insertAnnouncement(
  db: Db,
  { id, madeBy, ...parts }: AnnouncementParts & { id: string; madeBy: string },
): Promise<Row> {
  return db
    .insertInto("announcements")
    .values({ id, made_by: madeBy, ...columnsOf(parts) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Writes an announcement's parts. */
export async function setAnnouncement(db: Db, id: string, parts: AnnouncementParts): Promise<Row> {
  return db
    .updateTable("announcements")
    .set(columnsOf(parts))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

function columnsOf({ texts, level, startsAt, endsAt, isNotice }: AnnouncementParts) {
  return { texts: JSON.stringify(texts), level, starts_at: startsAt, ends_at: endsAt, is_notice: isNotice };
}

/** Takes an announcement away. */
export async function deleteAnnouncementRow(db: Db, id: string): Promise<void> {
  await db.deleteFrom("announcements").where("id", "=", id).execute();
}

/** Closes an announcement for a person; false when there is none. */
export async function insertDismissal(db: Db, id: string, personId: string): Promise<boolean> {
  const { rows } = await sql`
    with found as (select id from weft.announcements where id = ${id}), closed as (
      insert into weft.announcement_dismissals (announcement_id, person_id)
      select id, ${personId} from found on conflict do nothing)
    select from found`.execute(db);
  return rows.length > 0;
}

/** Shows an announcement again to everybody who has closed it. */
export async function deleteDismissals(db: Db, id: string): Promise<void> {
  await db.deleteFrom("announcement_dismissals").where("announcement_id", "=", id).execute();
}

/** Whether anything began or ended within the last minute and a half. */
export async function hasTurned(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select from weft.announcements
    where starts_at between now() - interval '90 s' and now() or ends_at between now() - interval '90 s' and now()
    limit 1`.execute(db);
  return rows.length > 0;
}

/** Takes the announcements that have begun and are to be told by notice, each once. */
export async function takeToTell(db: Db): Promise<Row[]> {
  return db
    .updateTable("announcements")
    .set({ told_at: sql<Date>`now()` })
    .where("is_notice", "=", true)
    .where("told_at", "is", null)
    .where("starts_at", "<=", sql<Date>`now()`)
    .where((eb) => eb.or([eb("ends_at", "is", null), eb("ends_at", ">", sql<Date>`now()`)]))
    .returningAll()
    .execute();
}

/** A notice for everybody who reads this language, in one statement. */
export async function notifyReaders(db: Db, language: string, data: KeptNotice, isProblem: boolean): Promise<void> {
  const { bell, mail } = noticeKinds.announcement;
  // Ids as makeId gives them: 3 letters and 14 of [0-9a-f].
  await sql`
    select weft.add_notice(
      'ntc' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 14), id, 'announcement',
      ${JSON.stringify(data)}::jsonb, ${JSON.stringify({ bell, mail })}::jsonb, ${isProblem})
    from weft.people where language = ${language} and disabled_at is null`.execute(db);
}
