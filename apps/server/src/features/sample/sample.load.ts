import type { Field } from "@weft/model/fields/field";
import { makeId } from "@weft/model/ids";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { createPhysicalTable, insertFields, insertRecords, insertTable } from "../tables/tables.store.ts";
import { makeChance } from "./sample.random.ts";
import { makeEquipment, makeSites } from "./sample.sites.ts";
import type { SampleTable } from "./sample.tables.ts";
import { makeMeasurements, makeVisits } from "./sample.visits.ts";

const seed = 2_907_311;

/** The tables of a made-up field office, 5,000 rows in all; the same for everybody but for dates, which end at `today`. */
export function makeSampleTables(today: Date): SampleTable[] {
  const chance = makeChance(seed);
  const sites = makeSites(chance, today);
  const equipment = makeEquipment(chance, today);
  const visits = makeVisits(chance, today, sites);
  return [sites, visits, makeMeasurements(chance, visits, equipment), equipment];
}

/** Fills an empty base with the sample: one change per table, as an import would write it. */
export async function fillSample(trx: DataTransaction, actor: Actor, baseId: string, today: Date): Promise<void> {
  for (const sample of makeSampleTables(today)) {
    const tableId = makeId("table");
    const fields = sample.fields.map((shape) => ({ ...shape, id: makeId("field"), description: null }) as Field);
    const table = { id: tableId, baseId, fields };
    await createPhysicalTable(trx, table, { withKey: true });
    await insertTable(trx, { ...table, name: sample.name, rowEstimate: sample.rows.length });
    await insertFields(trx, tableId, fields);
    const taken = await takeNumber(trx, tableId, sample.rows.length);
    if (!taken) throw new Error("the table made in this transaction is not there");
    const ids = fields.map((field) => field.id);
    await insertRecords(
      trx,
      table,
      sample.rows.map((cells, index) => ({
        id: taken.firstRow + index,
        cells: Object.fromEntries(cells.map((cell, column) => [ids[column] as string, cell])),
      })),
    );
    const detail = { sample: true, rows: sample.rows.length };
    await appendChange(trx, actor, { tableId, number: taken.number, kind: "rows.imported", detail });
  }
}
