import { undoChange } from "@weft/api/changes";
import * as api from "@weft/api/imports";
import { listRows, moveRows } from "@weft/api/rows";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { runImport } from "./imports.make.ts";

type Options = NonNullable<Parameters<typeof runImport>[2]["options"]>;

/** A table of four rows, brought by two imports; rows are named by their code. */
async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields: [{ name: "Code" }] });
  const params = { tableId: table.id };
  const load = (codes: string, options: Options = { mode: "append", tableId: table.id }) =>
    runImport(weft, person, { text: `Code\n${codes.replaceAll(" ", "\n")}\n`, options });
  const first = await load("a b");
  await load("c d");
  const codes = async (query = {}) => {
    const { rows } = await person.client.call(listRows, { params, query: { limit: 100, ...query } });
    return rows.map((row) => ("cells" in row ? row.cells.Code : null)).join(" ");
  };
  const ids = async () => {
    const { rows } = await person.client.call(listRows, { params, query: { limit: 100 } });
    return rows.map((row) => (row as { id: number }).id);
  };
  const move = (moved: number[], before: number | null) =>
    person.client.call(moveRows, { params, body: { ids: moved, before } });
  const undoImport = (importId: string) => person.client.call(api.undoImport, { params: { importId } });
  const undo = (number: number) => person.client.call(undoChange, { params: { ...params, number } });
  const tableId = table.id;
  return {
    tableId,
    first,
    load,
    codes,
    ids,
    move,
    undoImport,
    undo,
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
}

test("replaced rows come back in the order people gave them, and their moves can be undone then", async () => {
  await using own = await open();
  const { change } = await own.move([4], 1);
  const replaced = await own.load("x y", { mode: "replace", tableId: own.tableId });
  expect(await own.codes()).toBe("x y");
  await own.move([6], 5);
  expect(await own.codes()).toBe("y x");
  await own.undoImport(replaced.id);
  expect(await own.codes()).toBe("d a b c");
  await own.undo(change);
  expect(await own.codes()).toBe("a b c d");
});

test("rows that were replaced before anybody moved one come back in the order they came in, and move like any other", async () => {
  await using own = await open();
  const replaced = await own.load("x y", { mode: "replace", tableId: own.tableId });
  await own.move([6], 5);
  await own.undoImport(replaced.id);
  expect(await own.codes()).toBe("a b c d");
  await own.move([4], 1);
  expect(await own.codes({ limit: 2 })).toBe("d a");
  expect(await own.codes()).toBe("d a b c");
});

test("the rows of one import that was replaced come back to their places among the others", async () => {
  await using own = await open();
  await own.move([3], 2);
  await own.move([1], null);
  expect(await own.codes()).toBe("c b d a");
  const replaced = await own.load("x y", { mode: "replace", tableId: own.tableId, replaces: own.first.id });
  expect(await own.codes()).toBe("c d x y");
  await own.undoImport(replaced.id);
  expect(await own.codes()).toBe("c b d a");
});

test("rows of one import come back where no order was when they were replaced", async () => {
  await using own = await open();
  const replaced = await own.load("x", { mode: "replace", tableId: own.tableId, replaces: own.first.id });
  expect(await own.ids()).toEqual([3, 4, 5]);
  await own.move([5], 3);
  await own.undoImport(replaced.id);
  expect(await own.codes()).toBe("a b c d");
});

test("rows that are appended come last, also behind those moved there, and updates by key leave rows where they are", async () => {
  await using own = await open();
  await own.move([1], null);
  await own.load("e f");
  expect(await own.codes()).toBe("b c d a e f");
  await own.load("c g", { mode: "upsert", tableId: own.tableId, keys: ["Code"] });
  expect(await own.codes()).toBe("b c d a e f g");
});
