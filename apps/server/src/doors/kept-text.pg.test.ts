import { createBase, createTable, updateTable } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { createExport } from "@weft/api/exports";
import { createField } from "@weft/api/fields";
import { signIn, signUp } from "@weft/api/people";
import { createRows, listRows, updateRow } from "@weft/api/rows";
import { createUpload } from "@weft/api/uploads";
import { createClient } from "@weft/api/client";
import { Problem } from "@weft/api/problems";
import { expect, test } from "vitest";
import { makeTable } from "../features/tables/tables.make.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

test.each([
  ["a NUL character", "a\0b"],
  ["half a character", "a\ud800b"],
])("text with %s is refused wherever it comes in, with its place", async (_, text) => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { client, workspaceId, baseId } = person;
  const visitor = createClient({ url: weft.url });
  const { id: tableId } = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  const table = { tableId };
  const one = { type: "choice" as const, options: { choices: [{ name: text, color: "blue" as const }] } };
  const password = "long enough to pass";
  const asked: [place: string, call: () => ReturnType<Client["call"]>][] = [
    ["name", () => client.call(createBase, { params: { workspaceId }, body: { name: text } })],
    ["name", () => client.call(createTable, { params: { baseId }, body: { name: text } })],
    ["name", () => client.call(updateTable, { params: table, body: { name: text } })],
    ["name", () => client.call(createField, { params: table, body: { name: text, type: "text" } })],
    ["options.choices.0.name", () => client.call(createField, { params: table, body: { name: "C", ...one } })],
    ["search", () => client.call(createExport, { params: table, body: { search: text } })],
    [
      "filter.value",
      () => client.call(createExport, { params: table, body: { filter: { field: "Name", op: "is", value: text } } }),
    ],
    [
      "rows.0.cells.Name",
      () => client.call(createRows, { params: table, body: { rows: [{ cells: { Name: text } }] } }),
    ],
    ["cells.Name", () => client.call(updateRow, { params: { tableId, rowId: 1 }, body: { cells: { Name: text } } })],
    ["name", () => visitor.call(signUp, { body: { name: text, email: "a@example.org", password } })],
    ["password", () => visitor.call(signIn, { body: { email: "a@example.org", password: text } })],
  ];
  // An address cannot carry half a character: it comes as the sign for a broken one.
  if (text.isWellFormed())
    asked.push(
      ["search", () => client.call(listRows, { params: table, query: { search: text } })],
      ["name", () => client.call(createUpload, { params: { workspaceId }, query: { name: text }, body: "a" as never })],
    );
  for (const [place, call] of asked) {
    const refusal = await call().then(
      () => "taken",
      (error: unknown) => error,
    );
    const { status, issues } = refusal instanceof Problem ? refusal : { status: 0, issues: [] };
    expect({ place, isOurs: status === 400 || status === 422, paths: issues.map(({ path }) => path) }).toEqual({
      place,
      isOurs: true,
      paths: [place],
    });
  }
});
