import type { Weft } from "../weft.ts";
import type { Announcement } from "./announce.ts";

/** Of imports, and of exports, as many are told again. */
const tellMax = 200;
/** The database's clock may go behind ours. */
const slackMs = 60_000;

/** Imports and exports that may have been announced since `since`: they go on, or ended after it. */
export async function findMissed(
  weft: Weft,
  { workspaceIds, personIds, since }: { workspaceIds: string[]; personIds: string[]; since: Date },
): Promise<Announcement[]> {
  const from = new Date(since.getTime() - slackMs);
  const [imports, exports] = await Promise.all([
    weft.db.people
      .selectFrom("imports")
      .innerJoin("bases", "bases.id", "imports.base_id")
      .select("imports.id")
      .where((eb) => eb("bases.workspace_id", "=", eb.fn.any(eb.val(workspaceIds))))
      .where((eb) => eb.or([eb("imports.ended_at", "is", null), eb("imports.ended_at", ">", from)]))
      .orderBy("imports.created_at", "desc")
      .limit(tellMax)
      .execute(),
    weft.db.people
      .selectFrom("exports")
      .select("id")
      .where((eb) => eb("exports.person_id", "=", eb.fn.any(eb.val(personIds))))
      .where((eb) => eb.or([eb("exports.ended_at", "is", null), eb("exports.ended_at", ">", from)]))
      .orderBy("exports.created_at", "desc")
      .limit(tellMax)
      .execute(),
  ]);
  return [
    ...imports.map(({ id }): Announcement => ({ about: "import", importId: id })),
    ...exports.map(({ id }): Announcement => ({ about: "export", exportId: id })),
  ];
}
