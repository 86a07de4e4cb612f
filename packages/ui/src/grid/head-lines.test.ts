import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { headHeightPx, headLinesIn } from "./head-lines.ts";

function column(name: string, widthPx: number) {
  const field: Field = { id: name, name, description: null, type: "text", options: {} };
  return { field, cell: 0, widthPx };
}

test("heads are as high as the longest name needs, three lines at most", () => {
  expect(headHeightPx([])).toBe(36);
  expect(headHeightPx([column("Name", 180), column("Age", 60)])).toBe(36);
  expect(headHeightPx([column("Name", 180), column("Mean daily temperature", 160)])).toBe(52);
  expect(headHeightPx([column("Mean daily temperature at the station", 110)])).toBe(68);
  expect(headHeightPx([column("a".repeat(400), 110)])).toBe(68);
  expect([36, 52, 68].map(headLinesIn)).toEqual([1, 2, 3]);
});
