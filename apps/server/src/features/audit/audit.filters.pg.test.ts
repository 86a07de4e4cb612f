import { lastAuditCheck, listWorkspaceAudit, verifyAudit } from "@weft/api/audit";
import { updateBase } from "@weft/api/bases";
import { expect, test } from "vitest";
import { makePerson } from "../../testing/weft.ts";
import { actionsOf, listOf, makeEntries, makeOwner, tamper } from "./audit.make.ts";

test("entries are found by their group, by a part of a name or of what they are about, and refusals by themselves", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  const ada = await makePerson(weft);
  const bob = await makePerson(weft, { workspaceId: owner.workspaceId, role: "manager" });
  const named = weft.weft.db.people.updateTable("people").set({ name: "Ada Lovelace" });
  await named.where("id", "=", ada.personId).execute();
  const rename = (person: typeof ada, baseId: string, name: string) =>
    person.client.call(updateBase, { params: { baseId }, body: { name } });
  await rename(ada, ada.baseId, "Herons");
  await rename(owner, owner.baseId, "Owls");
  await expect(rename(ada, owner.baseId, "Mine")).rejects.toMatchObject({ code: "base.not_found" });

  const found = async (query: object) => actionsOf(await listOf(owner, query));
  expect(await found({ group: "schema" })).toEqual(["base.updated", "base.updated"]);
  expect(await found({ group: "refusals" })).toEqual(["access.refused"]);
  expect(await found({ refused: true })).toEqual(["access.refused"]);
  expect(await found({ refused: false })).toHaveLength(3);
  expect(await found({ who: "LOVE" })).toEqual(["base.updated", "access.refused"]);
  expect(await found({ thing: "heron" })).toEqual(["base.updated"]);
  expect(await found({ thing: owner.baseId })).toEqual(["base.updated", "access.refused"]);
  expect(await found({ who: "love", group: "schema", thing: "owl" })).toEqual([]);
  // Who has nothing in a workspace has no name there, and so is not found by one.
  const params = { workspaceId: owner.workspaceId };
  const seen = async (query: object) => (await bob.client.call(listWorkspaceAudit, { params, query })).entries;
  expect(await seen({ refused: true })).toMatchObject([{ actor: { person: ada.personId, name: null } }]);
  expect(await seen({ who: "love" })).toEqual([]);
});

test("how the trail was found last is kept", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  expect(await owner.client.call(lastAuditCheck, {})).toEqual({ check: null });
  await makeEntries(owner, 3);
  const verified = await owner.client.call(verifyAudit, {});
  expect(await owner.client.call(lastAuditCheck, {})).toEqual({ check: { ...verified, at: expect.any(String) } });
  await tamper(weft, "delete from weft.audit where number = 2");
  await owner.client.call(verifyAudit, {});
  const { check } = await owner.client.call(lastAuditCheck, {});
  expect(check?.broken).toEqual({ number: 2, fault: "missing" });
});
