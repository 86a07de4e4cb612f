import type { Weft } from "../../weft.ts";
import type { CatalogTable } from "./tables.catalog.ts";
import { getCatalogTable } from "./tables.catalog.ts";

const tablesMax = 1000;
const caches = new WeakMap<Weft, Map<string, CatalogTable>>();

/** A table as this process last saw it, read when it never did. Use it only through `withTable`. */
async function cachedTable(weft: Weft, tableId: string): Promise<{ table: CatalogTable; fresh: boolean }> {
  const cache = cacheOf(weft);
  const cached = cache.get(tableId);
  return cached ? { table: cached, fresh: false } : { table: await refresh(weft, tableId), fresh: true };
}

async function refresh(weft: Weft, tableId: string): Promise<CatalogTable> {
  const cache = cacheOf(weft);
  cache.delete(tableId);
  const table = await getCatalogTable(weft.db.data, tableId);
  cache.set(tableId, table);
  const oldest = cache.keys().next().value;
  if (cache.size > tablesMax && oldest) cache.delete(oldest);
  return table;
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
    const { table, fresh } = await cachedTable(weft, tableId);
    let result: T | undefined;
    try {
      result = await read(table);
    } catch (error) {
      // A column that is not there any more, or a field that is there by now: believe it of a fresh catalog only.
      if (fresh) throw error;
      const now = await refresh(weft, tableId);
      if (sameFields(now, table)) throw error;
      continue;
    }
    if (result && result.change === table.lastChange) return result;
    const now = await refresh(weft, tableId);
    if (result && (sameFields(now, table) || attempt === 3)) return result;
  }
}

function sameFields(a: CatalogTable, b: CatalogTable): boolean {
  return JSON.stringify(a.fields) === JSON.stringify(b.fields);
}
