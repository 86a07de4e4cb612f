import type { Phrase } from "@weft/model/texts/phrase";
import type { Notice } from "@weft/api/notices";
import { after, createdMs } from "../../doors/page-cursor.ts";
import type { Place } from "../../doors/page-cursor.ts";
import { makeId } from "@weft/model/ids";
import type { Kysely, Selectable } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { announce } from "../../live/announce.ts";

type Db = Kysely<WeftTables>;

/** A notice as it is kept: its text is said when somebody reads it. Rows of before hold plain English. */
export interface KeptNotice {
  kind: Notice["kind"];
  data: Omit<Notice["data"], "text"> & { text: Phrase | string | null };
}

/** Writes a notice and tells the person's open tabs after commit. Also for the data role: it may add, not read. */
export async function addNotice(db: Db, personId: string, notice: KeptNotice): Promise<void> {
  await db
    .insertInto("notices")
    .values({ id: makeId("notice"), person_id: personId, kind: notice.kind, data: JSON.stringify(notice.data) })
    .execute();
  await announce(db, { about: "notice", personId });
}

/** A page of a person's notices, newest first, after `before` (exclusive) when given. */
export async function findNotices(
  db: Db,
  personId: string,
  page: { limit: number; before: Place | null },
): Promise<Selectable<WeftTables["notices"]>[]> {
  let query = db.selectFrom("notices").selectAll().where("person_id", "=", personId);
  if (page.before) query = query.where(after(page.before));
  return query.orderBy(createdMs, "desc").orderBy("id", "desc").limit(page.limit).execute();
}

/** How many of a person's notices they have not read. */
export async function countUnread(db: Db, personId: string): Promise<number> {
  const { unread } = await db
    .selectFrom("notices")
    .select((eb) => eb.fn.countAll<number>().as("unread"))
    .where("person_id", "=", personId)
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
