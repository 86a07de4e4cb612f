import { CompiledQuery } from "kysely";
import type { Weft } from "../../weft.ts";

/** Partitions are made this many months ahead, so that a month without the job does no harm. */
const monthsAhead = 3;

/**
 * Makes the change log's partitions of the coming months and drops those older than `changeLogMonths`. Safe to run at any
 * time and twice at once; what falls into no month lies in the default partition until the next run moves it.
 */
export async function partitionChanges(weft: Weft, now = new Date()): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    const run = <Row>(text: string, values: unknown[] = []) => trx.executeQuery<Row>(CompiledQuery.raw(text, values));
    await run("select pg_advisory_xact_lock(hashtextextended('weft change partitions', 0))");
    const { rows } = await run<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'weft.changes'::regclass`,
    );
    const existing = new Set(rows.map((row) => row.name));
    for (let ahead = 0; ahead <= monthsAhead; ahead++) {
      const [name, from, to] = [partitionName(now, ahead), monthStart(now, ahead), monthStart(now, ahead + 1)];
      if (existing.has(name)) continue;
      // Nobody may write to the default partition until the month has its own.
      await run("lock table weft.changes_default in access exclusive mode");
      // Rows of the month that came before its partition stand in the default one; both cannot hold the same range.
      await run(`create table weft.${name} (like weft.changes including defaults)`);
      await run(
        `with moved as (delete from weft.changes_default where at >= '${from}' and at < '${to}' returning *)
         insert into weft.${name} select * from moved`,
      );
      await run(`alter table weft.changes attach partition weft.${name} for values from ('${from}') to ('${to}')`);
    }
    const oldest = partitionName(now, -weft.config.changeLogMonths);
    for (const name of existing)
      if (/^changes_\d{4}_\d{2}$/.test(name) && name < oldest) await run(`drop table weft.${name}`);
  });
}

function monthStart(now: Date, ahead: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString();
}

function partitionName(now: Date, ahead: number): string {
  return `changes_${monthStart(now, ahead).slice(0, 7).replace("-", "_")}`;
}
