import type { Kysely } from "kysely";
import { CompiledQuery } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import type { CatalogTable } from "./tables.catalog.ts";
import { getCatalogTable } from "./tables.catalog.ts";

const tablesMax = 1000;
const caches = new WeakMap<Weft, Map<string, CatalogTable>>();

/** Changes that leave the catalog as it was. */
const rowKinds = ["rows.created", "rows.updated", "rows.deleted", "rows.restored", "rows.written", "rows.moved"];

async function refresh(weft: Weft, tableId: string): Promise<CatalogTable> {
  const cache = cacheOf(weft);
  cache.delete(tableId);
  const table = await getCatalogTable(weft.db.data, tableId);
  cache.set(tableId, table);
  const oldest = cache.keys().next().value;
  if (cache.size > tablesMax && oldest) cache.delete(oldest);
  return table;
}

/** Whether a remembered table is still right at change number `change`; if so it is remembered as of then. */
async function isCurrent(weft: Weft, db: Kysely<WeftTables>, table: CatalogTable, change: number): Promise<boolean> {
  if (change === table.lastChange) return true;
  if (change < table.lastChange) return false;
  const { rows } = await db.executeQuery<{ edited: boolean }>(
    CompiledQuery.raw(
      `select count(*) < $3::bigint - $2::bigint as edited from weft.changes
       where table_id = $1 and number > $2 and number <= $3 and kind = any($4)`,
      [table.id, table.lastChange, change, rowKinds],
    ),
  );
  if (rows[0]?.edited !== false) return false;
  noteChange(weft, table, change);
  return true;
}

/** Remembers that after `change`, which is committed and was of rows only, the table still has these fields. */
export function noteChange(weft: Weft, table: CatalogTable, change: number): void {
  const cached = cacheOf(weft).get(table.id);
  if (cached && cached.lastChange < change && (cached === table || sameFields(cached, table)))
    cacheOf(weft).set(table.id, { ...table, lastChange: change });
}

/** The table as it is under the lock that `takeNumber` took for change `number`; mostly without a round trip. */
export async function getLockedTable(
  weft: Weft,
  trx: DataTransaction,
  tableId: string,
  number: number,
): Promise<CatalogTable> {
  const cached = cacheOf(weft).get(tableId);
  if (cached && (await isCurrent(weft, trx, cached, number - 1))) return cached;
  return getCatalogTable(trx, tableId);
}

function cacheOf(weft: Weft): Map<string, CatalogTable> {
  let cache = caches.get(weft);
  if (!cache) caches.set(weft, (cache = new Map()));
  return cache;
}

/**
 * Reads with a remembered table and no extra round trip. Every schema edit is a change, so `read` tells the change
 * number of its own snapshot: when that is not the one the table was remembered at, the catalog is read anew, and if the
 * fields turned out different, so is the data. `read` gives undefined when the table is gone.
 */
export async function withTable<T extends { change: number }>(
  weft: Weft,
  tableId: string,
  read: (table: CatalogTable) => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const cached = cacheOf(weft).get(tableId);
    const table = cached ?? (await refresh(weft, tableId));
    let result: T | undefined;
    try {
      result = await read(table);
    } catch (error) {
      // A column that is not there any more, or a field that is there by now: believe it only if the catalog is as it
      // was, for a field can be retyped between the reading of a fresh catalog and that of the rows too.
      const now = await refresh(weft, tableId);
      if (sameFields(now, table)) throw error;
      continue;
    }
    if (result && (await isCurrent(weft, weft.db.data, table, result.change))) return result;
    const now = await refresh(weft, tableId);
    if (result && (sameFields(now, table) || attempt === 3)) return result;
  }
}

function sameFields(a: CatalogTable, b: CatalogTable): boolean {
  return a.hasPlaces === b.hasPlaces && JSON.stringify(a.fields) === JSON.stringify(b.fields);
}
