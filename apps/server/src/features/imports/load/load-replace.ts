import { sql } from "kysely";
import { dropCopiedIndexes } from "../../indexes/indexes.store.ts";
import { columnType } from "../../tables/tables.catalog.ts";
import { keepAuthors } from "../../tables/tables.authors.ts";
import { keepPlaces } from "../../tables/tables.places.ts";
import { tableReference } from "../../tables/tables.store.ts";
import { enter, tableOf } from "./load-append.ts";
import { insist } from "./load-columns.ts";
import type { Load, Loaded } from "./load.ts";
import { copyInto, newColumns, waitForTable } from "./load.ts";

/** The table under which an import keeps what was there before it. */
export function undoTableOf(importId: string): string {
  return `undo_${importId}`;
}

/** New rows in place of all that are there: loaded beside them and swapped in at the end; the old ones are kept for undo. */
export async function replaceRows(load: Load): Promise<Loaded> {
  const { trx, row } = load;
  const table = tableOf(load);
  await waitForTable(trx, table.id);
  const loading = `load_${row.id}`;
  const at = (id: string) => tableReference({ baseId: table.baseId, id });
  // With the columns of deleted fields too: they may come back from the trash.
  await sql`create table ${at(loading)} (like ${at(table.id)} including all)`.execute(trx);
  await dropCopiedIndexes(trx, { baseId: table.baseId, id: loading });
  for (const { field } of newColumns(load))
    await sql`alter table ${at(loading)} add column ${sql.id(field.id)} ${sql.raw(columnType(field))}`.execute(trx);
  const totals = await copyInto(load, loading, { freeze: true });
  const number = await enter(load, table, totals.newChoices, sql`${totals.loaded}::bigint`);
  await keepPlaces(trx, { baseId: table.baseId, id: loading }, table.id);
  await keepAuthors(trx, { baseId: table.baseId, id: loading }, table.id);
  // Last, for readers wait from here to the commit.
  await insist(load.client, `lock table "${table.baseId}"."${table.id}" in access exclusive mode`, load.watch.signal);
  await sql`alter table ${at(table.id)} rename to ${sql.id(undoTableOf(row.id))}`.execute(trx);
  await sql`alter table ${at(loading)} rename to ${sql.id(table.id)}`.execute(trx);
  return {
    tableId: table.id,
    tableName: table.name,
    number,
    read: totals.read,
    created: totals.loaded,
    updated: 0,
  };
}
