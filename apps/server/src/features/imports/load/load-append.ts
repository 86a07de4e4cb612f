import assert from "node:assert/strict";
import type { CatalogTable } from "../../tables/tables.catalog.ts";
import { systemColumns } from "../../tables/tables.catalog.ts";
import { createPhysicalTable, insertFields, tableReference } from "../../tables/tables.store.ts";
import { takeNumber } from "../../changes/changes.store.ts";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { sql } from "kysely";
import { addChoices, extendChoices } from "./load-choices.ts";
import type { CopyTotals } from "../reading/reading.ts";
import { openWidening } from "./load-columns.ts";
import type { Load, Loaded } from "./load.ts";
import { checkFields, copyInto, newColumns, waitForTable } from "./load.ts";

/**
 * Rows after those that are there. With new columns they lie in a side table until the table has those too. What has to
 * go for them goes in `makeRoom`, when the file is read and the table's number is not yet taken; it gives how many rows.
 */
export async function appendRows(load: Load, makeRoom = async () => 0): Promise<Loaded> {
  const table = tableOf(load);
  await waitForTable(load.trx, table.id);
  const isWider = newColumns(load).length > 0;
  const totals = isWider ? await copyBeside(load) : await copyInto(load, table.id, { freeze: false });
  const removed = await makeRoom();
  const number = await enter(load, table, totals.newChoices, sql`row_estimate + ${totals.loaded - removed}`);
  if (isWider) await moveRows(load, table, totals.loaded);
  return {
    tableId: table.id,
    tableName: table.name,
    number,
    read: totals.read,
    created: totals.loaded,
    updated: 0,
    removed,
  };
}

const besideOf = (load: Load) => ({ baseId: load.row.base_id, id: `load_${load.row.id}` });

async function copyBeside(load: Load): Promise<CopyTotals> {
  await using widening = await openWidening(load);
  const beside = besideOf(load);
  const fields = load.plan.columns.map(({ field }) => field);
  await createPhysicalTable(load.trx, { ...beside, fields }, { withKey: false });
  const totals = await copyInto(load, beside.id, { freeze: true });
  await widening.addColumns();
  return totals;
}

/** Moves the rows over from the side table. */
async function moveRows(load: Load, table: CatalogTable, rows: number): Promise<void> {
  const { trx, plan } = load;
  const beside = tableReference(besideOf(load));
  const columns = sql.join(
    [systemColumns.id, ...plan.columns.map(({ field }) => field.id)].map((name) => sql.id(name)),
  );
  const { numAffectedRows } = await sql`
    insert into ${tableReference(table)} (${columns}) select ${columns} from ${beside}`.execute(trx);
  assert.equal(Number(numAffectedRows), rows, "every row is moved");
  await sql`drop table ${beside}`.execute(trx);
}

/** The table a load goes into. */
export function tableOf(load: Load): CatalogTable {
  if (!load.plan.table) throw new Problem("table.not_found", phrase`The table of this import is not there any more.`);
  return load.plan.table;
}

/**
 * Takes the table's next change number and enters in the catalog what the load has brought: fields, choices, the new
 * estimate of rows. From here on the table's row in the catalog is held until the commit.
 */
export async function enter(
  load: Load,
  table: CatalogTable,
  newChoices: ReadonlyMap<number, string[]>,
  rowEstimate: ReturnType<typeof sql>,
): Promise<number> {
  const { trx, plan } = load;
  const taken = await takeNumber(trx, table.id);
  if (!taken)
    throw new Problem(
      "table.not_found",
      phrase`The table “${table.name}” was deleted while the file was being loaded.`,
    );
  await checkFields(load, table.id);
  const last = await trx
    .selectFrom("fields")
    .select((eb) => eb.fn.coalesce(eb.fn.max("position"), sql<number>`0`).as("position"))
    .where("table_id", "=", table.id)
    .executeTakeFirstOrThrow();
  await insertFields(trx, table.id, addChoices(newColumns(load), newChoices), last.position + 1);
  await extendChoices(trx, plan.columns, newChoices);
  await sql`update weft.tables set row_estimate = ${rowEstimate} where id = ${table.id}`.execute(trx);
  return taken.number;
}
