import type { Table } from "@weft/api/bases";
import { createTable } from "@weft/api/bases";
import type { CellValue, FieldOptions, FieldType } from "@weft/model/fields/field";
import { defaultOptions } from "@weft/model/fields/field";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import type { PhysicalTable } from "./tables.store.ts";
import { insertRecords } from "./tables.store.ts";

/** What a test says of a field; options are the type's defaults when absent. */
interface WantedField {
  name: string;
  type?: FieldType;
  options?: FieldOptions[FieldType];
}

/**
 * A table in the person's base, made through the contract. `rows` are cells by field name; they get the ids 1, 2, 3 …
 * and are put in by SQL as if imported (no change written).
 */
export async function makeTable(
  test: TestWeft,
  person: TestPerson,
  wanted: { name?: string; fields?: WantedField[]; rows?: Record<string, CellValue>[] } = {},
): Promise<Table> {
  const fields = (wanted.fields ?? [{ name: "Name" }]).map(({ name, type = "text", options }) => ({
    name,
    type,
    options: options ?? defaultOptions(type),
  }));
  const table = await person.client.call(createTable, {
    params: { baseId: person.baseId },
    body: { name: wanted.name ?? `Table ${crypto.randomUUID().slice(0, 8)}`, fields: fields as never },
  });
  if (wanted.rows?.length) await putRows(test, table, wanted.rows);
  return table;
}

async function putRows(test: TestWeft, table: Table, rows: Record<string, CellValue>[]): Promise<void> {
  const ids = new Map(table.fields.map((field) => [field.name, field.id]));
  const records = rows.map((cells, index) => ({
    id: index + 1,
    cells: Object.fromEntries(Object.entries(cells).map(([name, value]) => [ids.get(name) ?? name, value])),
  }));
  await test.weft.db.data.transaction().execute(async (trx) => {
    await insertRecords(trx, table as PhysicalTable, records);
    await trx
      .updateTable("tables")
      .set({ next_row: rows.length + 1, row_estimate: rows.length })
      .where("id", "=", table.id)
      .execute();
  });
}
