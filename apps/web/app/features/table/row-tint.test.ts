import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { createRowTint } from "./row-tint.ts";

const fields: Field[] = [
  { id: "fld00000000000001", name: "Name", description: null, type: "text", options: {} },
  { id: "fld00000000000002", name: "Age", description: null, type: "number", options: { decimals: 0 } },
];
const row = (name: string | null, age: number | null) => ({ id: 1, change: 1, cells: [name, age] });

test("the first rule that fits gives a row its colour, and one that fits none has none", () => {
  const tintOf = createRowTint(
    [
      { filter: { field: "Age", op: "less", value: 18 }, color: "yellow", isWhole: false },
      { filter: { field: "Name", op: "is_not_empty" }, color: "green", isWhole: true },
    ],
    fields,
    "Europe/Paris",
  );
  expect(tintOf(row("Ada", 12))).toEqual({ color: "yellow", isWhole: false });
  expect(tintOf(row("Ada", 36))).toEqual({ color: "green", isWhole: true });
  expect(tintOf(row(null, null))).toBeNull();
});

test("a rule about a field that is gone is left out, the others still colour", () => {
  const gone = { filter: { field: "Gone", op: "is_empty" as const }, color: "red" as const, isWhole: true };
  const named = { filter: { field: "Name", op: "is" as const, value: "Ada" }, color: "blue" as const, isWhole: true };
  expect(createRowTint([gone, named], fields, "UTC")(row("Ada", 1))?.color).toBe("blue");
});
