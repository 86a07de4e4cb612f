import * as api from "@weft/api/imports";
import type { Problem } from "@weft/api/problems";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { makeRuled } from "../rows/ruled.make.ts";
import { makeImport, readTable, runImport } from "./imports.make.ts";

const fields = [{ name: "Code" }, { name: "Pay" }];
const rows = [{ Code: "x", Pay: "1" }];
const hidden = { sees: "manager", changes: "manager" } as const;

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  return promise.then(
    () => Promise.reject(new Error("nothing was refused")),
    (error: unknown) => error as Problem,
  );
}

test("who sees but some rows of a table imports nothing into it", async () => {
  await using it = await makeRuled({ fields, rows, rules: () => ({ rows: [{ upTo: "editor", rows: "own" }] }) });
  const editor = await it.join("editor");
  for (const mode of ["append", "replace", "upsert"] as const)
    expect(
      await problemOf(
        makeImport(editor, { text: "Code\na\n", options: { mode, tableId: it.table.id, keys: ["Code"] } }),
      ),
    ).toMatchObject({ code: "auth.forbidden", message: expect.stringContaining("only some of the rows") });
});

test("who does not see all fields adds rows with those that are theirs, and does nothing else", async () => {
  await using it = await makeRuled({ fields, rows, rules: (field) => ({ fields: { [field.Pay!]: hidden } }) });
  const editor = await it.join("editor");
  const tableId = it.table.id;
  for (const mode of ["replace", "upsert"] as const) {
    const problem = await problemOf(
      makeImport(editor, { text: "Code\na\n", options: { mode, tableId, keys: ["Code"] } }),
    );
    expect(problem.code).toBe("auth.forbidden");
    expect(problem.message).not.toContain("Pay");
  }
  const done = await runImport(it.weft, editor, {
    text: "Code\na\n",
    options: { mode: "append", tableId },
    start: "now",
  });
  expect(done.state).toBe("done");
  expect(await readTable(it.weft, it.owner, tableId)).toEqual(["x,1", "a,"]);
  const sly = await runImport(it.weft, editor, {
    text: "Code,Pay\nb,9\n",
    options: { mode: "append", tableId },
    start: "review",
  });
  const { matches } = await editor.client.call(api.getProfile, { params: { importId: sly.id } });
  expect(matches.map(({ fieldId }) => fieldId)).toEqual([it.field.Code, null]);
  const column = { index: 1, fieldId: it.field.Pay! };
  const told = await problemOf(
    editor.client.call(api.updateImport, {
      params: { importId: sly.id },
      body: { options: { mode: "append", tableId, columns: [column] } },
    }),
  );
  expect(told).toMatchObject({ code: "import.options_invalid" });
  expect((await problemOf(editor.client.call(api.startImport, { params: { importId: sly.id } }))).code).toBe(
    "import.options_invalid",
  );
  await runJobs(it.weft.weft);
  expect(await readTable(it.weft, it.owner, tableId)).toEqual(["x,1", "a,"]);
});

test("rules that are set while a file waits for its load hold for it", async () => {
  await using it = await makeRuled({ fields, rows });
  const editor = await it.join("editor");
  const { id } = await makeImport(editor, {
    text: "Code,Pay\nb,9\n",
    options: { mode: "append", tableId: it.table.id },
    start: "now",
  });
  await it.setRules({ rows: [{ upTo: "editor", rows: "own" }] });
  await runJobs(it.weft.weft);
  expect(await editor.client.call(api.getImport, { params: { importId: id } })).toMatchObject({ state: "failed" });
  expect(await readTable(it.weft, it.owner, it.table.id)).toEqual(["x,1"]);
});

test("what others imported into a table is shut to whom something of it is hidden: report, profile, rejects and list", async () => {
  await using it = await makeRuled({ fields, rows });
  const editor = await it.join("editor");
  const options = { mode: "append", tableId: it.table.id } as const;
  const theirs = await runImport(it.weft, it.owner, { text: "Code,Pay\nc,5000\n", options, start: "now" });
  const own = await runImport(it.weft, editor, { text: "Code\nd\n", options, start: "now" });
  const list = async () =>
    (await editor.client.call(api.listImports, { params: { workspaceId: it.owner.workspaceId } })).imports.map(
      ({ id }) => id,
    );
  const params = { importId: theirs.id };
  expect(await editor.client.call(api.getImport, { params })).toMatchObject({ state: "done" });
  expect(await list()).toEqual([own.id, theirs.id]);
  await it.setRules({ fields: { [it.field.Pay!]: hidden } });
  for (const door of [api.getImport, api.getProfile, api.listRejects])
    expect(await problemOf(editor.client.call(door, { params }))).toMatchObject({ code: "import.not_found" });
  await expect(editor.client.open(api.downloadRejects, { params })).rejects.toMatchObject({ code: "import.not_found" });
  await expect(editor.client.call(api.undoImport, { params })).rejects.toMatchObject({ code: "import.not_found" });
  expect(await list()).toEqual([own.id]);
});
