import { exportWorkspaceAudit, listWorkspaceAudit } from "@weft/api/audit";
import { createTable, getTable, updateBase } from "@weft/api/bases";
import { deleteField, updateField } from "@weft/api/fields";
import { putGrant } from "@weft/api/grants";
import { expect, test } from "vitest";
import { makePerson } from "../../testing/weft.ts";
import { makeRuled } from "../rows/ruled.make.ts";

test("managers read nothing of tables they do not see all of, were a field renamed or gone for good; who owns the workspace does", async () => {
  await using ruled = await makeRuled({
    fields: [
      { name: "Name", type: "text" },
      { name: "Wages", type: "number", options: { decimals: 2 } },
    ],
  });
  const { owner, weft, field, params } = ruled;
  const manager = await makePerson(weft, { workspaceId: owner.workspaceId, role: "manager" });
  const fieldParams = { ...params, fieldId: field.Wages as string };
  await owner.client.call(updateField, { params: fieldParams, body: { name: "Pay" } });
  const shut = await owner.client.call(createTable, {
    params: { baseId: owner.baseId },
    body: { name: "Shut away", fields: [{ name: "Quiet", type: "text" }] },
  });
  await owner.client.call(updateBase, { params: { baseId: owner.baseId }, body: { name: "Herons" } });

  const read = async ({ client }: typeof manager) => {
    const workspace = { workspaceId: owner.workspaceId };
    const list = await client.call(listWorkspaceAudit, { params: workspace, query: { limit: 100 } });
    const file = await client.open(exportWorkspaceAudit, { params: workspace, query: { format: "ndjson" } });
    return JSON.stringify(list.entries) + (await file.text());
  };
  expect(await read(manager)).toMatch(/Herons[^]*Pay[^]*Shut away|Shut away[^]*Pay[^]*Herons/);

  await ruled.setRules({ fields: { [field.Wages as string]: { sees: "owner", changes: "owner" } } });
  await owner.client.call(putGrant, {
    params: { thingId: shut.id },
    body: { to: { personId: manager.personId }, role: "none" },
  });
  const left = await read(manager);
  expect(left).toContain("Herons");
  for (const hidden of ["Pay", "Wages", "Shut away", "Quiet", "table.ruled"]) expect(left).not.toContain(hidden);
  const whole = await read(owner);
  for (const told of ["Pay", "Wages", "Shut away", "table.ruled"]) expect(whole).toContain(told);
  expect((await manager.client.call(getTable, { params })).fields.map(({ name }) => name)).toEqual(["Name"]);

  await owner.client.call(deleteField, { params: fieldParams });
  await ruled.setRules({ rows: [{ upTo: "manager", rows: "own" }] });
  await weft.weft.db.people
    .deleteFrom("fields")
    .where("id", "=", field.Wages as string)
    .execute();
  expect(await read(manager)).not.toMatch(/Pay|Wages/);
});
