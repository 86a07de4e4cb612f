import type pg from "pg";
import type { Weft } from "../weft.ts";
import { jobsUnlocked } from "../metrics/metrics.ts";
import { lockKey } from "./registration.ts";

/** A worker whose lock is free may only have lost its connection: it gets so long to take it again. */
const graceSeconds = 3;

/**
 * Finds workers that have died (nobody holds their lock, no sign of life for 3 s) and frees the jobs they had locked,
 * so that others take them within seconds instead of the queue's own four hours. Many may sweep at once.
 */
export async function sweep(weft: Weft): Promise<void> {
  const client = await weft.db.peoplePool.connect();
  try {
    const { rows: silent } = await client.query<{ id: string; locks: string[] }>(
      "select id, locks from weft.workers where seen_at < now() - make_interval(secs => $1)",
      [graceSeconds],
    );
    for (const { id, locks } of silent) {
      await client.query("begin");
      const { rows } = await client.query(`select pg_try_advisory_xact_lock(${lockKey("$1::text")}) as is_free`, [id]);
      if (rows[0]?.is_free) {
        const { rowCount: jobs } = await client.query("select from graphile_worker.jobs where locked_by = any($1)", [
          locks,
        ]);
        await client.query("select graphile_worker.force_unlock_workers($1)", [locks]);
        await client.query("delete from weft.workers where id = $1", [id]);
        jobsUnlocked.inc(jobs ?? 0);
        weft.log.info({ worker: id, jobs }, "freed the jobs of a worker that died");
      }
      await client.query("commit");
    }
    await freeUnknown(client);
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** A worker killed in its first moments has locked jobs under names it could not write down. */
async function freeUnknown(client: pg.PoolClient): Promise<void> {
  await client.query(`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
    from graphile_worker.jobs
    where locked_at < now() - interval '10 s'
      and not exists (select from weft.workers where locked_by = any(locks))
    having count(*) > 0`);
}
