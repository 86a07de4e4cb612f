import type { CellValue, FieldShape } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { fillEdits, fillTarget } from "./bulk-edits.ts";
import type { GridColumn } from "./grid-columns.ts";

const writing = { locale: "en-GB", timeZone: "UTC" };
const column = (cell: number, shape: FieldShape): GridColumn => ({
  field: { ...shape, id: `fld${cell}`, name: `F${cell}`, description: null },
  cell,
  widthPx: 100,
});
const row = (id: number, cells: CellValue[]) => ({ id, change: 0, cells });
const number: FieldShape = { type: "number", options: { decimals: null } };
const text: FieldShape = { type: "text", options: {} };

test("a drag fills the longer way out of the range, and nothing inside it", () => {
  const range = { top: 2, bottom: 3, left: 1, right: 2 };
  expect(fillTarget(range, { row: 6, column: 3 })).toEqual({ way: "down", range: { ...range, top: 4, bottom: 6 } });
  expect(fillTarget(range, { row: 1, column: 2 })).toEqual({ way: "up", range: { ...range, top: 1, bottom: 1 } });
  expect(fillTarget(range, { row: 3, column: 5 })).toEqual({ way: "right", range: { ...range, left: 3, right: 5 } });
  expect(fillTarget(range, { row: 3, column: 1 })).toBeNull();
});

test("filled down, each column goes on by itself; filled up, it goes back; copied, it repeats", () => {
  const columns = [column(0, number), column(1, text)];
  const from = { rows: [row(1, [1, "Row 1"]), row(2, [2, "Row 2"])], columns };
  const to = { rows: [row(3, [null, null]), row(4, [null, null])], columns };
  const valuesOf = (way: "down" | "up", isCopy: boolean) =>
    fillEdits({ way, from, to, isCopy, writing }).map(({ rowId, value }) => [rowId, value]);
  expect(valuesOf("down", false)).toEqual([
    [3, 3],
    [4, 4],
    [3, "Row 3"],
    [4, "Row 4"],
  ]);
  expect(valuesOf("up", false).slice(0, 2)).toEqual([
    [4, 0],
    [3, -1],
  ]);
  expect(valuesOf("down", true).slice(0, 2)).toEqual([
    [3, 1],
    [4, 2],
  ]);
});

test("filled to the right into another type, the cell is read as that type", () => {
  const from = { rows: [row(1, ["7", null])], columns: [column(0, text)] };
  const to = { rows: from.rows, columns: [column(1, number)] };
  expect(fillEdits({ way: "right", from, to, isCopy: false, writing })).toEqual([
    { rowId: 1, fieldId: "fld1", value: 7, before: null },
  ]);
});
