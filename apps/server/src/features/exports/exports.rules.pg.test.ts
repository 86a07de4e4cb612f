import { getTemplate } from "@weft/api/bases";
import { createExport, downloadExport, getExport } from "@weft/api/exports";
import { expect, test } from "vitest";
import { makeRuled, setAttributes } from "../rows/ruled.make.ts";
import { writeExport } from "./exports.jobs.ts";
import { makeExport } from "./exports.make.ts";

const fields = [{ name: "Name" }, { name: "Unit" }, { name: "Pay", type: "number" as const }];
const rows = [
  { Name: "Ann's", Unit: "Bird's \\ nest", Pay: 10 },
  { Name: "Bob", Unit: "Bats", Pay: 20 },
  { Name: "Cid", Unit: "Bird's \\ nest", Pay: 30 },
];
const unit = "Bird's \\ nest";

async function open() {
  const it = await makeRuled({
    fields,
    rows,
    rules: (field) => ({
      fields: { [field.Pay!]: { sees: "manager", changes: "manager" } },
      rows: [{ upTo: "editor", rows: { field: field.Unit!, op: "is", value: { me: "unit" } } }],
    }),
  });
  return { ...it, editor: await it.join("editor", { unit }) };
}

test("a file of every format holds what its person sees, and nothing else", async () => {
  await using it = await open();
  for (const format of ["csv", "ndjson", "json", "parquet", "xlsx"] as const) {
    const { job } = await makeExport(it.weft, it.editor, it.table.id, { format });
    expect(job).toMatchObject({ state: "done", rows: 2 });
    expect((await makeExport(it.weft, it.owner, it.table.id, { format })).job.rows).toBe(3);
  }
  const csv = await makeExport(it.weft, it.editor, it.table.id, { format: "csv" });
  expect(csv.file.toString()).toBe(`Name,Unit\nAnn's,Bird's \\ nest\nCid,Bird's \\ nest\n`);
  const ndjson = await makeExport(it.weft, it.editor, it.table.id, { format: "ndjson" });
  const lines = ndjson.file.toString().trim().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { Name: "Ann's", Unit: unit },
    { Name: "Cid", Unit: unit },
  ]);
});

test("the job goes by what its person sees when it runs, and fails when the table is shut to them by then", async () => {
  await using it = await open();
  const order = () => it.editor.client.call(createExport, { params: it.params, body: {} });
  const read = (id: string) => it.editor.client.call(getExport, { params: { exportId: id } });
  const later = await order();
  await setAttributes(it.weft, it.editor, { unit: "Bats" });
  await writeExport(it.weft.weft, { exportId: later.id });
  const response = await it.editor.client.open(downloadExport, { params: { exportId: later.id } });
  expect(await response.text()).toBe("Name,Unit\nBob,Bats\n");
  const hidden = await it.editor.client.call(createExport, { params: it.params, body: { fields: ["Name"] } });
  await it.setRules({ fields: { [it.field.Name!]: { sees: "manager", changes: "manager" } } });
  await writeExport(it.weft.weft, { exportId: hidden.id });
  expect(await read(hidden.id)).toMatchObject({ state: "failed", failure: expect.not.stringContaining("Ann") });
  const shut = await order();
  await it.weft.weft.db.people.deleteFrom("members").where("person_id", "=", it.editor.personId).execute();
  await writeExport(it.weft.weft, { exportId: shut.id });
  const kept = await it.weft.weft.db.data
    .selectFrom("exports")
    .selectAll()
    .where("id", "=", shut.id)
    .executeTakeFirst();
  expect(kept).toMatchObject({ state: "failed", object_key: null });
});

test("a file from before other things were hidden is not handed out any more", async () => {
  await using it = await open();
  await it.setRules(null);
  const { job } = await makeExport(it.weft, it.editor, it.table.id);
  const download = () => it.editor.client.open(downloadExport, { params: { exportId: job.id } });
  expect((await (await download()).text()).split("\n")).toHaveLength(5);
  await it.setRules({ fields: { [it.field.Pay!]: { sees: "manager", changes: "manager" } } });
  await expect(download()).rejects.toMatchObject({ code: "export.expired" });
  const narrow = await makeExport(it.weft, it.editor, it.table.id);
  expect(narrow.file.toString()).not.toContain("10");
});

test("a template has the fields that are one's own to fill in", async () => {
  await using it = await open();
  await it.setRules({
    fields: {
      [it.field.Pay!]: { sees: "manager", changes: "manager" },
      [it.field.Unit!]: { sees: "viewer", changes: "manager" },
    },
  });
  const response = await it.editor.client.open(getTemplate, { params: it.params, query: { format: "csv" } });
  expect((await response.text()).trim()).toBe("Name");
});
