import { getUsage } from "@weft/api/usage";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { runImport } from "../imports/imports.make.ts";

test("a manager sees what a workspace holds: people, bases with rows and size, files, imports by state", async () => {
  await using weft = await makeTestWeft();
  const boss = await makePerson(weft);
  const manager = await makePerson(weft, { workspaceId: boss.workspaceId, role: "manager" });
  await makePerson(weft);
  await runImport(weft, boss, { source: { text: "a,b\n1,2\n3,4\n" } });
  const usage = await manager.client.call(getUsage, { params: { workspaceId: boss.workspaceId } });
  expect(usage).toMatchObject({
    members: 2,
    invitations: 0,
    bases: [{ id: boss.baseId, name: "Test base", tables: 1, rows: 2 }],
    files: { count: 1 },
    imports: { done: 1 },
  });
  expect(usage.bases[0]?.sizeBytes).toBeGreaterThan(8000);
});
