import type { Field } from "@weft/model/fields/field";
import { describe, expect, test } from "vitest";
import { readFilters } from "./selection.ts";

const fields = [
  { id: "fld1", name: "Name", type: "text" },
  { id: "fld2", name: "Age", type: "number" },
  { id: "fld3", name: "Born", type: "date" },
  { id: "fld4", name: "a>b", type: "text" },
  { id: "fld5", name: "Member", type: "boolean", options: {} },
  { id: "fld6", name: "name", type: "text" },
] as unknown as Field[];

describe("--filter", () => {
  test.each([
    ["Age>30", { field: "fld2", op: "greater", value: 30 }],
    ["age >= 30.5", { field: "fld2", op: "greater_or_equal", value: 30.5 }],
    ["Age=12345678901234567890", { field: "fld2", op: "is", value: "12345678901234567890" }],
    ["Name=Lausanne", { field: "fld1", op: "is", value: "Lausanne" }],
    ["Name!=a=b", { field: "fld1", op: "is_not", value: "a=b" }],
    ["Name~ann", { field: "fld1", op: "contains", value: "ann" }],
    ["Name!~ann", { field: "fld1", op: "does_not_contain", value: "ann" }],
    ["Name=", { field: "fld1", op: "is_empty" }],
    ["Name!=", { field: "fld1", op: "is_not_empty" }],
    ["Born>2000-01-01", { field: "fld3", op: "after", value: "2000-01-01" }],
    ["Born<=2000-01-01", { field: "fld3", op: "on_or_before", value: "2000-01-01" }],
    ["a>b=1", { field: "fld4", op: "is", value: "1" }],
    ["fld5=yes", { field: "fld5", op: "is", value: true }],
    ["Member=Non", { field: "fld5", op: "is", value: false }],
    ["Member!=vrai", { field: "fld5", op: "is_not", value: true }],
    ["age=0x10", { field: "fld2", op: "is", value: "0x10" }],
    ["name=1", { field: "fld6", op: "is", value: "1" }],
    ['{"field":"Age","op":"less","value":3}', { field: "Age", op: "less", value: 3 }],
  ])("%s is read as people mean it", (text, filter) => {
    expect(readFilters([text], fields)).toEqual(filter);
  });

  test("several must all hold, none is no filter", () => {
    expect(readFilters(["Age>30", "Name~a"], fields)).toEqual({
      all: [
        { field: "fld2", op: "greater", value: 30 },
        { field: "fld1", op: "contains", value: "a" },
      ],
    });
    expect(readFilters([], fields)).toBeUndefined();
  });

  test.each(["Nmae=1", "Age", "Member=maybe", '{"field":', '{"field":"Age","op":"bigger"}'])(
    "%s is refused with a way out",
    (text) => {
      expect(() => readFilters([text], fields)).toThrow(/--filter/);
    },
  );
});
