import type { Field } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { countConditions, readLook, readLost, writeLook } from "./table-address.ts";

const fields: Field[] = [
  { id: "fld00000000000001", name: "Name", description: null, type: "text", options: {} },
  { id: "fld00000000000002", name: "Age", description: null, type: "number", options: { decimals: 0 } },
];

test("a look that is sent is the look that is opened", () => {
  const look = {
    filter: { any: [{ field: "Age", op: "greater" as const, value: 3 }, { all: [] }] },
    sort: [{ field: fields[1]!.id, direction: "desc" as const }],
    group: [{ field: fields[0]!.id, direction: "asc" as const }],
    footers: { [fields[1]!.id]: "mean" as const, [fields[0]!.id]: "unique" as const },
    search: "a & b",
    hidden: [fields[0]!.id],
    order: [fields[1]!.id, fields[0]!.id],
    frozen: 2,
    height: "tall" as const,
    color: [{ filter: { field: "Age", op: "is_empty" as const }, color: "red" as const, isWhole: true }],
    row: 499_999,
  };
  expect(readLook(writeLook(look), fields)).toEqual(look);
});

test("an address with what is gone or broken still opens", () => {
  const query = {
    filter: "{",
    sort: "Gone",
    group: "Gone",
    footers: "fldx:sum,fld00000000000001:sum",
    hide: "fldx",
    row: "-3",
    search: ["a"],
  };
  expect(readLook(query, fields)).toEqual(readLook({}, fields));
  const looks = { order: "fldx,fld00000000000002", frozen: "many", height: "9", color: '[["red",1,{}],["mauve"],5]' };
  const { order, frozen, height, color } = readLook(looks, fields);
  expect({ order, frozen, height, color }).toEqual({ order: [fields[1]!.id], frozen: 1, height: "short", color: [] });
  expect(readLook({ filter: '{"field":"Age","op":"resembles"}' }, fields).filter).toBeNull();
});

test("of a sort and a group in an old address, what still fits stays, and what is lost is named", () => {
  const long: Field = { id: "fld00000000000003", name: "Note", description: null, type: "long_text", options: {} };
  const query = { sort: "-Age,-fldgone,Name,Age", group: "Note,Name,Gone" };
  expect(readLook(query, [...fields, long])).toMatchObject({
    sort: [
      { field: fields[1]!.id, direction: "desc" },
      { field: fields[0]!.id, direction: "asc" },
    ],
    group: [{ field: fields[0]!.id, direction: "asc" }],
  });
  expect(readLost(query, [...fields, long])).toEqual([
    { part: "sort", fieldId: "fldgone" },
    { part: "group", fieldId: "Note" },
    { part: "group", fieldId: "Gone" },
  ]);
});

test("an empty look leaves no trace in the address", () => {
  const empty = readLook({}, fields);
  expect(Object.values(writeLook(empty)).every((value) => value === undefined)).toBe(true);
});

test("conditions are counted however they are nested", () => {
  const one = { field: "Age", op: "is_empty" as const };
  expect(countConditions({ all: [one, { any: [one, { not: { all: [one, one] } }] }] })).toBe(4);
  expect(countConditions(null)).toBe(0);
});
