import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { sql } from "kysely";
import { copyRows } from "../reading/reading.ts";
import type { Load } from "./load.ts";
import { openRejectLimit } from "./load-reject-limit.ts";
import type { UpsertNames } from "./load-upsert.ts";
import { sameKey, tablesOf } from "./load-upsert.ts";

type Fault = "empty_key" | "repeated_key" | "ambiguous_key";

/**
 * Takes rows out of the side table whose key says not which row they mean: empty, more than once in the file (the last
 * one stands), or borne by several rows of the table. Each becomes a reject. Gives how many.
 */
export async function refuseRows(load: Load, names: UpsertNames): Promise<number> {
  const { t, s } = tablesOf(names);
  const keys = names.keys.map(({ field }) => sql.ref(`s.${field.id}`));
  const isEmpty = sql.join(
    keys.map((key) => sql`${key} is null`),
    sql` or `,
  );
  const { rows } = await sql<{ id: number; fault: Fault }>`
    with faulty as (
      select s.id, case
        when ${isEmpty} then 'empty_key'
        when row_number() over (partition by ${sql.join(keys)} order by s.id desc) > 1 then 'repeated_key'
        when (select count(*) from (select from ${t} where ${sameKey(names)} limit 2) two) > 1 then 'ambiguous_key'
      end as fault
      from ${s}
    )
    delete from ${s} using faulty where faulty.id = s.id and fault is not null
    returning s.id, fault`.execute(load.trx);
  if (rows.length > 0) await describe(load, names, new Map(rows.map(({ id, fault }) => [id, fault])));
  return rows.length;
}

const reasons: Record<Fault, (keys: string) => Phrase> = {
  empty_key: (keys) => phrase`has no value in ${keys}, so it says not which row it is`,
  repeated_key: (keys) => phrase`a later row of the file has the same ${keys}: that one is loaded`,
  ambiguous_key: (keys) => phrase`several rows of the table have this ${keys}: it says not which one to change`,
};

/** Reads the file once more for the rows that were refused: only there are their lines and cells as they stood. */
async function describe(load: Load, names: UpsertNames, faults: ReadonlyMap<number, Fault>): Promise<void> {
  const { profile, plan, rejects, watch } = load;
  const label = names.keys.map(({ name }) => name).join(" + ");
  const refuse = new Map(
    [...faults].map(([id, fault]) => [id, { column: label, code: fault, reason: reasons[fault](label) }]),
  );
  const copy = copyRows(
    load.source,
    profile.reading,
    plan.columns.map(({ index, name, reading }) => ({ index, name, reading })),
    {
      firstRow: load.firstRow,
      refuse,
      onReject: (reject) => {
        if (reject.code in reasons) rejects.add(reject);
      },
      onProgress: () => {},
      signal: watch.signal,
      unpackedBytesMax: load.weft.config.unpackedBytesMax,
      tempFolder: load.tempFolder,
    },
  );
  for await (const _ of copy.chunks) watch.signal.throwIfAborted();
  openRejectLimit(load).checkEnd();
}
