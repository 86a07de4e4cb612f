import { listRows } from "@weft/api/rows";
import type { CellValue, Field } from "@weft/model/fields/field";
import type { Filter, Operator } from "@weft/model/filter";
import type { Operand } from "@weft/model/filter";
import { operators, operatorsFor } from "@weft/model/filter";
import { matches } from "@weft/model/filters/matches";
import { resolveFilter } from "@weft/model/filters/resolve";
import { expect, test } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { whereSql } from "./rows.selection.ts";
import { SqlParameters } from "./sql-values.ts";

const choices = ["Open", "Shut", "50%"].map((name) => ({ name, color: "gray" as const }));
const pools: Record<string, CellValue[]> = {
  Text: ["", "a", "A", "Änderung", "50%", "a_b", "back\\slash", "it's", null],
  Long: ["one\ntwo", "One", null],
  Whole: [0, 1, -7, 42, "9223372036854775807", null],
  Number: [0, 0.1, 0.5, -2.25, 1000, "12345678901234567.25", "0.30000000000000000001", null],
  Flag: [true, false, null],
  Day: ["1999-12-31", "2024-02-29", "2024-03-05", null],
  Clock: ["2024-03-05T00:00:00", "2024-03-05T14:30:00.5", "2024-03-05T14:30:00", "2024-03-06T00:00:00", null],
  Moment: ["2024-03-05T00:00:00Z", "2024-03-05T23:30:00.000001Z", "2024-03-06T00:30:00+01:00", null],
  Choice: ["Open", "Shut", "50%", null],
  Link: ["https://example.org/a_b", "HTTPS://EXAMPLE.ORG", null],
  Mail: ["ann@example.org", "Ben@Example.org", null],
  Json: [{ a: 1, bb: [1, "x"] }, [], "text", 3, true, null],
};
const fields = [
  { name: "Text" },
  { name: "Long", type: "long_text" as const },
  { name: "Whole", type: "number" as const, options: { decimals: 0 } },
  { name: "Number", type: "number" as const },
  { name: "Flag", type: "boolean" as const },
  { name: "Day", type: "date" as const },
  { name: "Clock", type: "datetime" as const },
  { name: "Moment", type: "datetime" as const, options: { zoned: true } },
  { name: "Choice", type: "choice" as const, options: { choices } },
  { name: "Link", type: "url" as const },
  { name: "Mail", type: "email" as const },
  { name: "Json", type: "json" as const },
];

/** Repeatable random numbers from 0 to below 1 (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function makeFilter(random: () => number, table: readonly Field[], depth: number): Filter {
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  const many = () => Array.from({ length: Math.floor(random() * 4) }, () => makeFilter(random, table, depth - 1));
  const kind = depth > 0 ? pick(["all", "any", "not", "one", "one"]) : "one";
  if (kind === "all") return { all: many() };
  if (kind === "any") return { any: many() };
  if (kind === "not") return { not: makeFilter(random, table, depth - 1) };
  const field = pick(table);
  const op = pick(operatorsFor(field.type)) as Operator;
  const values = (pools[field.name] as CellValue[]).filter((value) => value !== null);
  const days = field.type === "datetime" ? ["2024-03-05", "2024-03-06"] : [];
  const whole = () => pick(values);
  const numbers = (most: number) =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => 1 + Math.floor(random() * most));
  const makers: Record<Operand, () => unknown> = {
    none: () => undefined,
    one: () => pick([...values, ...days]),
    two: () => (random() < 0.3 && days.length > 0 ? days : [whole(), whole()]),
    list: () => Array.from({ length: Math.floor(random() * 3) }, whole),
    text: () =>
      pick(["", "a", "A", "%", "_", "\\", "'", ", ", '"a": 1', "ORG", "ä", "5", "a*", "?_*", "*e*o*", "\\*", "bb"]),
    count: () => pick([0, 1, 3, 7, 20]),
    divisor: () => pick([1, 7, -7, 0.25, "0.1", "3"]),
    period: () =>
      pick([
        "today",
        "yesterday",
        "this_week",
        "last_month",
        "next_quarter",
        "this_year",
        "last_2_days",
        "next_3_months",
        "1_week_ago",
        "in_1_day",
        "last_9999_years",
      ]),
    year: () => pick([1, 1999, 2024, 9999]),
    months: () => numbers(12),
    weekdays: () => numbers(7),
  };
  return { field: random() < 0.5 ? field.name : field.id, op, value: makers[operators[op].operand]() };
}

const rounds = 1500;
const asked = { timeZone: "Europe/Paris", nowMs: Date.parse("2024-03-05T23:30:00Z") };

test("filters mean the same in PostgreSQL as in the pure evaluator, over random filters and rows", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const random = makeRandom(20_240_305);
  const rows = Array.from({ length: 150 }, () =>
    Object.fromEntries(
      Object.entries(pools).map(([name, values]) => [name, values[Math.floor(random() * values.length)] ?? null]),
    ),
  );
  const table = await makeTable(weft, person, { fields, rows });
  const list = await person.client.call(listRows, {
    params: { tableId: table.id },
    query: { limit: 1000, keys: "id" },
  });
  const stored = list.rows as { id: number; cells: Record<string, CellValue> }[];
  let passed = 0;
  for (let round = 0; round < rounds; round++) {
    const filter = makeFilter(random, table.fields, 3);
    const resolved = resolveFilter(filter, table.fields, round % 2 === 0 ? {} : asked);
    if (!resolved.ok) throw new Error(`${JSON.stringify(filter)}: ${JSON.stringify(resolved.faults)}`);
    const values = new SqlParameters();
    const where = whereSql(
      { ...table, name: "", lastChange: 0 } as never,
      { filter: resolved.filter, search: null },
      values,
    );
    const { rows: found } = await weft.weft.db.dataPool.query<{ id: number }>(
      `select t.id from "${table.baseId}"."${table.id}" t where ${where} order by t.id`,
      values.list,
    );
    const expected = stored.filter((row) => matches(resolved.filter, row.cells, table.fields)).map((row) => row.id);
    passed += expected.length;
    expect({ filter, ids: found.map((row) => row.id) }).toEqual({ filter, ids: expected });
  }
  // Neither all nor none: the filters tell rows apart.
  expect(passed / rounds / 150).toBeGreaterThan(0.1);
  expect(passed / rounds / 150).toBeLessThan(0.9);
});

test("a filter of the wrong type names each fault and its place", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const list = (filter: unknown, more = {}) =>
    person.client.call(listRows, { params: { tableId: table.id }, query: { filter: filter as never, ...more } });
  const wrong = {
    all: [
      { field: "Whole", op: "less", value: "many" },
      { any: [{ field: "Nope", op: "is", value: 1 }] },
      { field: "Flag", op: "contains", value: "x" },
      { field: "Day", op: "between", value: ["2024-01-01", "soon"] },
    ],
  };
  const error = await list(wrong, { sort: "Nope" }).then(
    () => null,
    (error: { code: string; issues: { path: string; message: string }[] }) => error,
  );
  expect(error?.code).toBe("filter.invalid");
  expect(error?.issues.map((issue) => issue.path)).toEqual([
    "filter.all.0.value",
    "filter.all.1.any.0.field",
    "filter.all.2.op",
    "filter.all.3.value.1",
    "sort",
  ]);
  let deep: unknown = { field: "Text", op: "is_empty" };
  for (let level = 0; level < 9; level++) deep = { not: deep };
  await expect(list(deep)).rejects.toThrow(/nested deeper/);
  const many = { all: Array.from({ length: 101 }, () => ({ field: "Text", op: "is_empty" })) };
  await expect(list(many)).rejects.toThrow(/more than 100/);
});

test("an address with a filter nested a thousand deep is refused, not a crash", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields });
  const text = `${'{"not":'.repeat(1500)}{"field":"Text","op":"is_empty"}${"}".repeat(1500)}`;
  const response = await fetch(`${weft.url}/api/v1/tables/${table.id}/rows?filter=${encodeURIComponent(text)}`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  expect(response.status).toBe(400);
});

test("search finds a text in any cell, in any case, and nothing else", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, {
    fields,
    rows: [{ Text: "Hello 50% off" }, { Mail: "HELLO@example.org" }, { Number: 1250.5 }, { Json: { a: "hello" } }, {}],
  });
  const find = async (search: string) => {
    const page = await person.client.call(listRows, {
      params: { tableId: table.id },
      query: { search, shape: "array", total: "estimate" },
    });
    expect(page.total).toEqual({ rows: page.rows.length, exact: true });
    return page.rows.map((row) => (row as number[])[0]);
  };
  expect(await find("hello")).toEqual([1, 2, 4]);
  expect(await find("50%")).toEqual([1]);
  expect(await find("250.5")).toEqual([3]);
  expect(await find("_")).toEqual([]);
});
