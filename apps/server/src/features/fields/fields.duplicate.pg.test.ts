import { getTable } from "@weft/api/bases";
import { undoChange } from "@weft/api/changes";
import { duplicateField } from "@weft/api/fields";
import { listRows, updateRow } from "@weft/api/rows";
import type { CellValue } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const choices = [{ name: "new", color: "blue" as const }];
const fields = [
  { name: "Name" },
  { name: "Weight", type: "number" as const },
  { name: "Sent", type: "datetime" as const, options: { zoned: true } },
  { name: "State", type: "choice" as const, options: { choices } },
  { name: "Extra", type: "json" as const },
];
const rows: Record<string, CellValue>[] = [
  { Name: "Ann", Weight: "12345678901234567.250", Sent: "2024-03-05T12:30:00Z", State: "new", Extra: { a: [1] } },
  { Name: "Ben" },
];

async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const params = { tableId: table.id };
  const idOf = (name: string) => table.fields.find((field) => field.name === name)?.id as string;
  const duplicate = (name: string, body: { name?: string; withCells?: boolean } = {}) =>
    person.client.call(duplicateField, { params: { ...params, fieldId: idOf(name) }, body });
  const names = async () => (await person.client.call(getTable, { params })).fields.map(({ name }) => name);
  const cells = async () =>
    (await person.client.call(listRows, { params })).rows.map((row) => ("cells" in row ? row.cells : {}));
  const close = () => weft[Symbol.asyncDispose]();
  return { person, params, duplicate, names, cells, [Symbol.asyncDispose]: close };
}

test("a copy of a field stands right of it, with its type, options and values to the last digit", async () => {
  await using own = await open();
  for (const { name } of fields) await own.duplicate(name);
  expect(await own.names()).toEqual(fields.flatMap(({ name }) => [name, `${name} copy`]));
  for (const row of await own.cells()) for (const { name } of fields) expect(row[`${name} copy`]).toEqual(row[name]);
  const copy = await own.duplicate("State");
  expect(copy).toMatchObject({ name: "State copy 2", type: "choice", options: { choices } });
});

test("a copy without values is empty, and cells of a copy are its own", async () => {
  await using own = await open();
  await own.duplicate("Name", { name: "Empty", withCells: false });
  await own.duplicate("Name", { name: "Full" });
  await own.person.client.call(updateRow, { params: { ...own.params, rowId: 1 }, body: { cells: { Full: "Anna" } } });
  expect(await own.cells()).toMatchObject([{ Name: "Ann", Empty: null, Full: "Anna" }, { Full: "Ben" }]);
});

test("a copy is undone and redone with its values", async () => {
  await using own = await open();
  const { change } = await own.duplicate("Weight");
  const undo = (number: number) => own.person.client.call(undoChange, { params: { ...own.params, number } });
  const undone = await undo(change as number);
  expect(await own.names()).not.toContain("Weight copy");
  await undo(undone.number);
  expect((await own.cells())[0]).toMatchObject({ "Weight copy": "12345678901234567.250" });
});

test("a name that is taken is refused, and the field is copied once", async () => {
  await using own = await open();
  await expect(own.duplicate("Name", { name: "weight" })).rejects.toMatchObject({ code: "field.name_taken" });
  expect(await own.names()).toHaveLength(fields.length);
});
