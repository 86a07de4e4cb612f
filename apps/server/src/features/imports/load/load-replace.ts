import { sql } from "kysely";
import { tableReference } from "../../tables/tables.store.ts";
import { addColumns, enter, tableOf } from "./load-append.ts";
import type { Load, Loaded } from "./load.ts";
import { copyInto, waitForTable } from "./load.ts";

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
  await addColumns(load, loading);
  const totals = await copyInto(load, loading, { freeze: true });
  await sql`alter table ${at(table.id)} rename to ${sql.id(undoTableOf(row.id))}`.execute(trx);
  await sql`alter table ${at(loading)} rename to ${sql.id(table.id)}`.execute(trx);
  const number = await enter(load, table, totals.newChoices, sql`${totals.loaded}::bigint`);
  return {
    tableId: table.id,
    tableName: table.name,
    number,
    read: totals.read,
    created: totals.loaded,
    updated: 0,
  };
}
