import { createTable, deleteBase, getBase } from "@weft/api/bases";
import { putGrant } from "@weft/api/grants";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";

test("a base that holds something shut to a builder is not deleted by them but by a manager", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft);
  const { workspaceId, baseId } = owner;
  const builder = await makePerson(weft, { workspaceId, role: "builder" });
  const manager = await makePerson(weft, { workspaceId, role: "manager" });
  const params = { baseId };
  const { id } = await owner.client.call(createTable, { params, body: { name: "Salaries", fields: [] } });
  const to = { personId: builder.personId };
  await owner.client.call(putGrant, { params: { thingId: id }, body: { to, role: "none" } });
  await expect(builder.client.call(deleteBase, { params })).rejects.toMatchObject({ code: "auth.forbidden" });
  expect((await owner.client.call(getBase, { params })).tables).toHaveLength(1);
  const ofManager = { to: { personId: manager.personId }, role: "none" as const };
  await owner.client.call(putGrant, { params: { thingId: id }, body: ofManager });
  await manager.client.call(deleteBase, { params });
  await expect(manager.client.call(getBase, { params })).rejects.toMatchObject({ code: "base.not_found" });
});
