import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportAudit } from "@weft/api/audit";
import { updateBase } from "@weft/api/bases";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tamper } from "../../server/src/features/audit/audit.make.ts";
import type { TestPerson, TestWeft } from "../../server/src/testing/weft.ts";
import { makePerson, makeTestWeft } from "../../server/src/testing/weft.ts";
import { startCommand } from "./weft.make.ts";

let weft: TestWeft;
let owner: TestPerson;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "weft-audit-"));
  weft = await makeTestWeft();
  owner = await makePerson(weft, { isInstanceOwner: true });
  for (const name of ["One", "Two", "Three"])
    await owner.client.call(updateBase, { params: { baseId: owner.baseId }, body: { name } });
});

afterAll(async () => {
  await weft[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function verify(...args: string[]) {
  const variables = { WEFT_URL: weft.url, WEFT_TOKEN: owner.token, XDG_CONFIG_HOME: folder };
  return startCommand(["audit", "verify", ...args], variables).ended;
}

test("audit verify says of a file, without an instance, that it holds, or the first number where it does not", async () => {
  const path = join(folder, "audit.ndjson");
  await writeFile(path, await (await owner.client.open(exportAudit, { query: { format: "ndjson" } })).text());
  expect(await verify(path)).toMatchObject({ code: 0, out: expect.stringContaining("4 entries hold. The last is 4") });
  const lines = (await readFile(path, "utf8")).split("\n");
  await writeFile(path, lines.toSpliced(1, 1).join("\n"));
  expect(await verify(path)).toMatchObject({ code: 1, out: expect.stringContaining("Broken at 2: it is missing") });
  expect(await verify(path, "--filtered")).toMatchObject({ code: 0 });
  await writeFile(path, lines.with(2, (lines[2] as string).replace("Three", "Four")).join("\n"));
  const broken = await verify(path, "--json");
  expect([broken.code, JSON.parse(broken.out)]).toMatchObject([
    1,
    { entries: 2, broken: { number: 3, fault: "content" } },
  ]);
  await writeFile(path, "no entry");
  expect(await verify(path)).toMatchObject({ code: 1, err: expect.stringContaining("Line 1") });
});

test("audit verify finds what was done to the instance's own trail", async () => {
  expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining("entries hold") });
  await tamper(weft, "delete from weft.audit where number = 2");
  expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining("Broken at 2") });
});
