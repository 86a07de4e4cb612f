import { createBase, getTable } from "@weft/api/bases";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { tableReference } from "../tables/tables.store.ts";

test("a base with the sample is there in one answer, with one change for each of its tables", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const start = performance.now();
  const base = await ada.client.call(createBase, {
    params: { workspaceId: ada.workspaceId },
    body: { name: "Field office", sample: true },
  });
  expect(performance.now() - start).toBeLessThan(5000);
  expect(base.tables.map((table) => [table.name, table.rowEstimate, table.lastChange])).toEqual([
    ["Sites", 60, 1],
    ["Visits", 900, 1],
    ["Measurements", 3900, 1],
    ["Equipment", 140, 1],
  ]);
  for (const summary of base.tables) {
    const table = await ada.client.call(getTable, { params: { tableId: summary.id } });
    const counted = await sql<{ rows: number; last: number; next: number }>`select count(*) as rows, max(id) as last,
      (select next_row from weft.tables where id = ${table.id}) as next from ${tableReference(table)}`.execute(
      weft.weft.db.data,
    );
    expect(counted.rows[0]).toEqual({
      rows: summary.rowEstimate,
      last: summary.rowEstimate,
      next: summary.rowEstimate + 1,
    });
  }
});
