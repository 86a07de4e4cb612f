import type { JobName } from "@weft/api/jobs";
import { phrase } from "@weft/model/texts/phrase";
import { sql } from "kysely";
import { notify } from "../features/notices/notices.notify.ts";
import { findKeepers } from "../features/secrets/secrets.store.ts";
import type { Weft } from "../weft.ts";

/** Jobs that tell by themselves whom they failed for. */
const tellsItself: ReadonlySet<JobName> = new Set([
  "import.fetch",
  "import.analyse",
  "import.load",
  "export.write",
  "people.take_along",
  "audit.ship",
]);

/** Jobs that come by the clock fail again and again, and the mail of a notice is a job, too: one notice of a kind in a day. */
const quietHours = 24;

/**
 * Tells those who run the instance that a job was given up which nobody asked for. Does not throw: what became of the job
 * itself is noted already.
 */
export async function tellDead(weft: Weft, name: JobName): Promise<void> {
  if (tellsItself.has(name)) return;
  const link = `/it-manager/jobs?state=failed&job=${name}`;
  const tell = weft.db.people.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`weft.dead:${name}`}, 0))`.execute(trx);
    const told = await sql`
      select from weft.notices where kind = 'job_failed' and data ->> 'link' = ${link}
        and created_at > now() - make_interval(hours => ${quietHours}) limit 1`.execute(trx);
    if (told.rows.length > 0) return;
    for (const personId of await findKeepers(trx, null))
      await notify(trx, personId, "job_failed", {
        title: phrase`The job ${name} was given up`,
        text: phrase`It failed and is not tried again by itself. Look what it says, and have it tried again when that is mended.`,
        link,
        linkLabel: phrase`Open the jobs`,
        tone: "bad",
      });
  });
  await tell.catch((error: unknown) =>
    weft.log.warn({ err: error }, "nobody could be told of a job that was given up"),
  );
}
