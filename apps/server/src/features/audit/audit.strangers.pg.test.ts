import { listAudit, listWorkspaceAudit, exportWorkspaceAudit } from "@weft/api/audit";
import { listBases } from "@weft/api/bases";
import { Problem } from "@weft/api/problems";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";

test("managers read neither name nor address of strangers who were refused; who owns the instance does", async () => {
  await using weft = await makeTestWeft();
  const root = await makePerson(weft, { isInstanceOwner: true });
  const owner = await makePerson(weft);
  const { workspaceId } = owner;
  const params = { workspaceId };
  const viewer = await makePerson(weft, { workspaceId, role: "viewer" });
  const stranger = await makePerson(weft);
  await expect(stranger.client.call(listBases, { params })).rejects.toBeInstanceOf(Problem);
  await expect(viewer.client.call(listWorkspaceAudit, { params, query: {} })).rejects.toBeInstanceOf(Problem);
  const refusals = { action: "access.refused" as const };
  const { entries } = await owner.client.call(listWorkspaceAudit, { params, query: refusals });
  const told = Object.fromEntries(entries.map(({ actor, address }) => [actor?.person, [actor?.name, address]]));
  expect(told).toEqual({
    [stranger.personId]: [null, null],
    [viewer.personId]: [expect.stringMatching(/^Person/), "127.0.0.1"],
  });
  const file = await owner.client.open(exportWorkspaceAudit, { params, query: { format: "ndjson" } });
  const lines = (await file.text()).split("\n").filter((line) => line.includes(stranger.personId));
  expect(lines).not.toEqual([]);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ personal: {} });
  const all = await root.client.call(listAudit, { query: { ...refusals, person: stranger.personId } });
  expect(all.entries).toMatchObject([{ actor: { name: expect.stringMatching(/^Person/) }, address: "127.0.0.1" }]);
});
