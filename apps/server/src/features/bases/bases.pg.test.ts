import { createBase, deleteBase, getBase, getTable, listBases, restoreBase, updateBase } from "@weft/api/bases";
import { listChanges } from "@weft/api/changes";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

let weft: TestWeft;
let ada: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft();
  ada = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

test("a new base is empty, has a schema the data role owns, and can be renamed", async () => {
  const params = { workspaceId: ada.workspaceId };
  const base = await ada.client.call(createBase, { params, body: { name: "Stock" } });
  expect(base).toMatchObject({ name: "Stock", tables: [], workspaceId: ada.workspaceId });
  const { rows } = await weft.weft.db.peoplePool.query(
    "select nspowner::regrole::text as owner from pg_namespace where nspname = $1",
    [base.id],
  );
  expect(rows).toEqual([{ owner: "weft_data" }]);
  await ada.client.call(updateBase, { params: { baseId: base.id }, body: { name: "Stores" } });
  expect((await ada.client.call(getBase, { params: { baseId: base.id } })).name).toBe("Stores");
});

test("a base in the trash hides its tables, and comes back with them; each table's log tells it", async () => {
  const table = await makeTable(weft, ada, { name: "Inside", rows: [{ Name: "x" }] });
  const params = { baseId: ada.baseId };
  await ada.client.call(deleteBase, { params });
  await expect(ada.client.call(deleteBase, { params })).rejects.toMatchObject({ code: "base.not_found" });
  const { bases } = await ada.client.call(listBases, { params: { workspaceId: ada.workspaceId } });
  expect(bases.map((base) => base.id)).not.toContain(ada.baseId);
  await expect(ada.client.call(getTable, { params: { tableId: table.id } })).rejects.toMatchObject({
    code: "table.not_found",
  });
  const restored = await ada.client.call(restoreBase, { params });
  expect(restored.tables).toMatchObject([{ name: "Inside", rowEstimate: 1 }]);
  const log = await ada.client.call(listChanges, { params: { tableId: table.id }, query: { since: 0 } });
  expect(log.changes.map((change) => change.kind)).toEqual(["table.deleted", "table.restored"]);
});
