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

/** A table as it was remembered, if it is; it may have been edited since. */
export function findRemembered(weft: Weft, tableId: string): CatalogTable | undefined {
  return cacheOf(weft).get(tableId);
}

/** Reads a table anew and remembers it. */
export async function refresh(weft: Weft, tableId: string): Promise<CatalogTable> {
  const cache = cacheOf(weft);
  cache.delete(tableId);
  const table = await getCatalogTable(weft.db.data, tableId);
  cache.set(tableId, table);
  const oldest = cache.keys().next().value;
  if (cache.size > tablesMax && oldest) cache.delete(oldest);
  return table;
}

/** Whether a remembered table is still right at change number `change`; if so it is remembered as of then. */
export async function isCurrent(
  weft: Weft,
  db: Kysely<WeftTables>,
  table: CatalogTable,
  change: number,
): Promise<boolean> {
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
  if (cached && cached.lastChange < change && (cached === table || isSameTable(cached, table)))
    cacheOf(weft).set(table.id, { ...table, lastChange: change });
}

/** The table as it is under the lock that `takeNumber` took for change `number`; mostly without a round trip. */
export async function getLockedCatalog(
  weft: Weft,
  trx: DataTransaction,
  tableId: string,
  number: number,
): Promise<CatalogTable> {
  const cached = cacheOf(weft).get(tableId);
  if (cached && (await isCurrent(weft, trx, cached, number - 1))) return cached;
  return getCatalogTable(trx, tableId);
}

/** The table as it is at change number `change` or later, were it in the trash by then; for those who watch it. */
export async function getTableAt(weft: Weft, tableId: string, change: number): Promise<CatalogTable> {
  const cached = cacheOf(weft).get(tableId);
  if (cached && (cached.lastChange >= change || (await isCurrent(weft, weft.db.data, cached, change)))) return cached;
  return refresh(weft, tableId).catch(() => getCatalogTable(weft.db.data, tableId, { trashed: true }));
}

function cacheOf(weft: Weft): Map<string, CatalogTable> {
  let cache = caches.get(weft);
  if (!cache) caches.set(weft, (cache = new Map()));
  return cache;
}

/** Whether rows are read in the same way, and by the same rules. */
export function isSameTable(a: CatalogTable, b: CatalogTable): boolean {
  return (
    a.hasPlaces === b.hasPlaces &&
    a.hasAuthors === b.hasAuthors &&
    JSON.stringify(a.fields) === JSON.stringify(b.fields) &&
    hasSameRules(a, b)
  );
}

/** Whether the same is hidden from the same people. */
export function hasSameRules(a: CatalogTable, b: CatalogTable): boolean {
  return JSON.stringify(a.rules) === JSON.stringify(b.rules);
}
