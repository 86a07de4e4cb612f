import type { CellValue, FieldShape } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import type { GridColumn } from "./grid-columns.ts";
import type { Replacement } from "./replace.ts";
import { replaceEdits } from "./replace.ts";

const writing = { locale: "fr-FR", timeZone: "Europe/Paris" };
const shapes: FieldShape[] = [
  { type: "text", options: {} },
  { type: "number", options: { decimals: null } },
  { type: "boolean", options: {} },
];
const columns: GridColumn[] = shapes.map((shape, cell) => ({
  field: { ...shape, id: `fld${cell}`, name: `F${cell}`, description: null },
  cell,
  widthPx: 100,
}));

function replaced(cells: CellValue[], part: Partial<Replacement>) {
  const replacement = { find: "", into: "", isCase: false, isWhole: false, ...part };
  const { edits, refused } = replaceEdits([{ id: 1, change: 0, cells }], columns, replacement, writing);
  return { values: edits.map(({ value }) => value), refused };
}

test("every occurrence is replaced, whatever its case, and signs of patterns are nothing but signs", () => {
  expect(replaced(["A.b a.B axb", null, null], { find: "a.b", into: "$&" }).values).toEqual(["$& $& axb"]);
  expect(replaced(["W-1/2", null, null], { find: "w-1/", into: "X" }).values).toEqual(["X2"]);
  expect(replaced(["Abc abc", null, null], { find: "abc", into: "x", isCase: true }).values).toEqual(["Abc x"]);
  expect(replaced(["abc def", null, null], { find: "abc", into: "x", isWhole: true }).values).toEqual([]);
});

test("numbers are searched as the person writes them and stay numbers; what would be none is refused and counted", () => {
  expect(replaced([null, 1.5, null], { find: "1,5", into: "2,5" }).values).toEqual([2.5]);
  expect(replaced([null, 15, null], { find: "5", into: "x" })).toEqual({ values: [], refused: 1 });
});

test("a cell that becomes empty is empty, and yes/no is left alone", () => {
  expect(replaced(["gone", null, true], { find: "gone", into: "" }).values).toEqual([null]);
  expect(replaced([null, null, true], { find: "true", into: "no" }).values).toEqual([]);
});

test("emoji and combining marks are found whole", () => {
  expect(replaced(["a👩b", null, null], { find: "👩", into: "-" }).values).toEqual(["a-b"]);
});
