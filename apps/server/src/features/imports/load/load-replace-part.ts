import assert from "node:assert/strict";
import { sql } from "kysely";
import { tableReference } from "../../tables/tables.store.ts";
import { optionsInvalid } from "../imports.plan.ts";
import { broughtBy, noneLeft } from "../imports.replaced.ts";
import { findImport } from "../imports.store.ts";
import { appendRows, tableOf } from "./load-append.ts";
import { undoTableOf } from "./load-replace.ts";
import type { Load, Loaded } from "./load.ts";

/** New rows in place of those that one earlier import brought; the others stay. Those taken away are kept for undo. */
export async function replaceEarlierRows(load: Load): Promise<Loaded> {
  return appendRows(load, () => removeEarlierRows(load));
}

/**
 * Moves the earlier rows into the undo table, in one statement: what is kept is what was removed, edits committed until
 * then included. Refuses when there are none, for another load or an undo may have been faster.
 */
async function removeEarlierRows(load: Load): Promise<number> {
  const { trx, row } = load;
  const table = tableOf(load);
  const earlier = await findImport(trx, row.options.replaces ?? "");
  assert(earlier, "an import that is to be replaced stays in the list of imports");
  const kept = tableReference({ baseId: table.baseId, id: undoTableOf(row.id) });
  await sql`create table ${kept} (like ${tableReference(table)})`.execute(trx);
  const { numAffectedRows } = await sql`
    with gone as (delete from ${tableReference(table)} where ${broughtBy(earlier)} returning *)
    insert into ${kept} select * from gone`.execute(trx);
  const removed = Number(numAffectedRows ?? 0);
  if (removed === 0) throw optionsInvalid([{ path: "replaces", message: noneLeft(earlier.upload_name) }]);
  return removed;
}
