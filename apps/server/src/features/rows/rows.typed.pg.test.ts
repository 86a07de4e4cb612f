import { getTable } from "@weft/api/bases";
import { listChanges } from "@weft/api/changes";
import { createRows, listRows, updateRow } from "@weft/api/rows";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const fields = [
  { name: "Age", type: "number" as const },
  { name: "Born", type: "date" as const },
  { name: "Paid", type: "boolean" as const },
  { name: "State", type: "choice" as const, options: { choices: [{ name: "Open", color: "blue" as const }] } },
];

test("with parse, text is read as an import would read it, and what cannot be read is named", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const params = { tableId: table.id };
  const created = await person.client.call(createRows, {
    params,
    query: { parse: true },
    body: {
      rows: [
        { cells: { Age: "1,5", Born: "2024-03-05", Paid: "yes", State: " open " } },
        { cells: { Age: "" } },
        { cells: { Born: "03/04/2024" } },
        { cells: { Born: "12/31/2024" } },
      ],
    },
  });
  expect(created.rows.map((row) => row.cells)).toEqual([
    { Age: 1.5, Born: "2024-03-05", Paid: true, State: "Open" },
    { Age: null, Born: null, Paid: null, State: null },
    { Age: null, Born: "2024-04-03", Paid: null, State: null },
    { Age: null, Born: "2024-12-31", Paid: null, State: null },
  ]);
  const wrong = person.client.call(createRows, {
    params,
    query: { parse: true },
    body: { rows: [{ cells: { Age: "many", Born: "soon", Paid: true } }] },
  });
  await expect(wrong).rejects.toMatchObject({
    code: "row.invalid",
    issues: [{ path: "rows.0.cells.Age" }, { path: "rows.0.cells.Born" }],
  });
});

test("a builder who types a new choice adds it; an editor is told who can, and without parse nobody adds one", async () => {
  await using weft = await makeTestWeft();
  const builder = await makePerson(weft);
  const editor = await makePerson(weft, { workspaceId: builder.workspaceId, role: "editor" });
  const table = await makeTable(weft, builder, { fields, rows: [{ State: "Open" }] });
  const row = { params: { tableId: table.id, rowId: 1 }, body: { cells: { State: "Late" } } };
  await expect(builder.client.call(updateRow, row)).rejects.toMatchObject({ code: "row.invalid" });
  await expect(editor.client.call(updateRow, { ...row, query: { parse: true } })).rejects.toThrow(/builder/);
  const written = await builder.client.call(updateRow, { ...row, query: { parse: true } });
  expect(written).toMatchObject({ change: 2, cells: { State: "Late" } });
  const { fields: after } = await editor.client.call(getTable, { params: { tableId: table.id } });
  expect(after.at(-1)?.options).toMatchObject({ choices: [{ name: "Open" }, { name: "Late" }] });
  const { changes } = await editor.client.call(listChanges, { params: { tableId: table.id }, query: { since: 0 } });
  expect(changes.map((change) => change.kind)).toEqual(["fields.updated", "rows.updated"]);
  await expect(editor.client.call(updateRow, { ...row, query: { parse: true } })).resolves.toMatchObject({ change: 3 });
});

test("a token that may write rows but not build adds no choice, whoever it belongs to", async () => {
  await using weft = await makeTestWeft();
  const builder = await makePerson(weft);
  const scopes = ["read" as const, "write" as const];
  const writer = await makePerson(weft, { workspaceId: builder.workspaceId, role: "owner", scopes });
  const table = await makeTable(weft, builder, { fields, rows: [{ State: "Open" }] });
  const written = writer.client.call(updateRow, {
    params: { tableId: table.id, rowId: 1 },
    query: { parse: true },
    body: { cells: { State: "Late" } },
  });
  await expect(written).rejects.toMatchObject({ code: "row.invalid" });
  const { fields: after } = await writer.client.call(getTable, { params: { tableId: table.id } });
  expect(after.at(-1)?.options).toMatchObject({ choices: [{ name: "Open" }] });
});

test("a table of 600 fields is written and read whole", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const names = Array.from({ length: 600 }, (_, index) => `Field ${index}`);
  const table = await makeTable(weft, person, { fields: names.map((name) => ({ name, type: "number" as const })) });
  const params = { tableId: table.id };
  const cells = Object.fromEntries(names.map((name, index) => [name, index]));
  await person.client.call(createRows, { params, body: { rows: [{ cells }, { cells: { "Field 3": 3 } }] } });
  const list = await person.client.call(listRows, { params });
  expect(list.rows[0]).toEqual({ id: 1, change: 1, cells });
});

test("after a field is added, renamed or deleted, rows come with the fields there are", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows: [{ Age: 5 }] });
  const params = { tableId: table.id };
  const namesNow = async () => {
    const [row] = (await person.client.call(listRows, { params })).rows;
    return Object.keys((row as { cells: object }).cells);
  };
  expect(await namesNow()).toEqual(["Age", "Born", "Paid", "State"]);
  const { createField, deleteField, updateField } = await import("@weft/api/fields");
  await person.client.call(createField, { params, body: { name: "Note", type: "text" } });
  const fieldParams = (index: number) => ({ ...params, fieldId: table.fields[index]?.id ?? "" });
  await person.client.call(updateField, { params: fieldParams(0), body: { name: "Years" } });
  await person.client.call(deleteField, { params: fieldParams(1) });
  expect(await namesNow()).toEqual(["Years", "Paid", "State", "Note"]);
  await person.client.call(updateRow, { params: { ...params, rowId: 1 }, body: { cells: { Note: "n", Years: 6 } } });
  expect(await namesNow()).toEqual(["Years", "Paid", "State", "Note"]);
});
