import { listRows } from "@weft/api/rows";
import { groupRows, summarizeRows } from "@weft/api/figures";
import { createClient } from "@weft/api/client";
import type { CellValue } from "@weft/model/fields/field";
import { summariesOf } from "@weft/model/summaries";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const choices = ["red", "green", "blue"].map((name) => ({ name, color: "gray" as const }));
const fields = [
  { name: "Name", type: "text" as const },
  { name: "Size", type: "number" as const, options: { decimals: 0 } },
  { name: "Price", type: "number" as const },
  { name: "Paid", type: "boolean" as const },
  { name: "Born", type: "date" as const },
  { name: "Seen", type: "datetime" as const },
  { name: "Sent", type: "datetime" as const, options: { zoned: true } },
  { name: "Color", type: "choice" as const, options: { choices } },
  { name: "Extra", type: "json" as const },
];
const rows: Record<string, CellValue>[] = [
  { Name: "a", Size: 1, Price: "0.1", Paid: true, Born: "2024-01-01", Seen: "2024-01-01T23:30:00", Color: "red" },
  { Name: "b", Size: 2, Price: "0.2", Paid: false, Born: "2024-01-03", Seen: "2024-01-01T01:00:00", Color: "red" },
  { Name: "a", Size: 4, Price: "12345678901234567.3", Paid: true, Born: "2024-01-01", Color: "blue" },
  { Name: "", Size: 9, Sent: "2024-03-05T23:30:00+00:00", Seen: "2024-01-02T00:00:00", Color: "blue" },
  { Name: "item 10", Sent: "2024-03-05T12:00:00+00:00", Extra: { a: 1 } },
  { Name: "item 9", Price: "-5" },
];

async function open() {
  const weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows });
  const params = { tableId: table.id };
  const figures = async (wanted: unknown, query: object = {}) =>
    (await person.client.call(summarizeRows, { params, query: { figures: JSON.stringify(wanted), ...query } })).figures;
  const groups = async (group: string, query: object = {}) =>
    (await person.client.call(groupRows, { params, query: { group, ...query } })).groups;
  return { weft, person, table, params, figures, groups, [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose]() };
}

test("figures of a column are those one would work out by hand, exact beyond a double", async () => {
  await using it = await open();
  const got = await it.figures({
    Name: ["count", "filled", "empty", "filled_share", "unique"],
    Size: ["sum", "mean", "median", "min", "max", "range", "unique"],
    Price: ["sum", "median", "max", "range"],
    Paid: ["filled", "empty"],
    Born: ["min", "max", "range", "unique"],
    Seen: ["range", "max"],
    Sent: ["min"],
    Extra: ["filled"],
  });
  expect(got).toEqual({
    Name: { count: 6, filled: 5, empty: 1, filled_share: 5 / 6, unique: 4 },
    Size: { sum: 16, mean: 4, median: 3, min: 1, max: 9, range: 8, unique: 4 },
    Price: { sum: "12345678901234562.6", median: 0.15, max: "12345678901234567.3", range: "12345678901234572.3" },
    Paid: { filled: 3, empty: 3 },
    Born: { min: "2024-01-01", max: "2024-01-03", range: 2, unique: 2 },
    Seen: { range: 23 * 3600, max: "2024-01-02T00:00:00" },
    Sent: { min: "2024-03-05T12:00:00+00:00" },
    Extra: { filled: 1 },
  });
});

test("filter and search choose the rows; where no cell is filled there is no figure", async () => {
  await using it = await open();
  const filter = JSON.stringify({ field: "Color", op: "is", value: "red" });
  expect(await it.figures({ Size: ["sum", "median", "histogram"], Sent: "min" }, { filter })).toMatchObject({
    Size: { sum: 3, median: 1.5, histogram: { least: 1, greatest: 2, bars: [1, 1] } },
    Sent: { min: null },
  });
  expect(await it.figures({ Size: ["count", "sum"] }, { search: "item" })).toEqual({ Size: { count: 2, sum: null } });
});

test("figures of a stretch are those of the rows that stand there in the list's order", async () => {
  await using it = await open();
  expect(await it.figures({ Size: ["count", "sum"] }, { offset: 1, limit: 3 })).toEqual({
    Size: { count: 3, sum: 15 },
  });
  const sorted = { sort: "-Size", offset: 1, limit: 2 };
  expect(await it.figures({ Size: ["sum", "min", "unique"], Name: "filled" }, sorted)).toEqual({
    Size: { sum: 6, min: 2, unique: 2 },
    Name: { filled: 2 },
  });
  expect(await it.figures({ Size: "sum" }, { group: "Color", sort: "Size", limit: 2 })).toEqual({ Size: { sum: 13 } });
  const filter = JSON.stringify({ field: "Paid", op: "is", value: true });
  expect(await it.figures({ Size: ["sum", "histogram"] }, { filter, offset: 1 })).toMatchObject({ Size: { sum: 4 } });
});

test("a histogram has a bar for each whole number or day, at most twenty, and choices by how often they stand", async () => {
  await using it = await open();
  const got = await it.figures({
    Size: "histogram",
    Price: "histogram",
    Born: "histogram",
    Color: "histogram",
    Paid: "histogram",
  });
  expect(got.Size).toEqual({ histogram: { least: 1, greatest: 9, bars: [1, 1, 0, 1, 0, 0, 0, 0, 1] } });
  expect(got.Born).toEqual({ histogram: { least: "2024-01-01", greatest: "2024-01-03", bars: [2, 0, 1] } });
  const price = got.Price?.histogram as { bars: number[] };
  expect([price.bars.length, price.bars.at(0), price.bars.at(-1)]).toEqual([20, 3, 1]);
  const byColor = [
    { value: "blue", rows: 2 },
    { value: "red", rows: 2 },
  ];
  expect(got.Color).toEqual({ histogram: { values: byColor, others: 0 } });
  expect(got.Paid).toEqual({
    histogram: {
      values: [
        { value: true, rows: 2 },
        { value: false, rows: 1 },
      ],
      others: 0,
    },
  });
});

test("every kind a type offers can be had of an empty column too", async () => {
  await using it = await open();
  const wanted = Object.fromEntries(it.table.fields.map((field) => [field.id, summariesOf[field.type]]));
  const got = await it.figures(wanted, { search: "nothing has this in it" });
  for (const [id, kinds] of Object.entries(wanted)) expect(Object.keys(got[id]!).sort()).toEqual([...kinds].sort());
});

test("groups come in the list's own order, empty cells last, and hold each row once", async () => {
  await using it = await open();
  expect(await it.groups("Color")).toEqual([
    { keys: ["blue"], rows: 2 },
    { keys: ["red"], rows: 2 },
    { keys: [null], rows: 2 },
  ]);
  expect((await it.groups("-Name")).map(({ keys }) => keys[0])).toEqual(["item 10", "item 9", "b", "a", null]);
  const nested = await it.groups("-Color,Size", { figures: JSON.stringify({ Size: ["sum", "mean"] }) });
  expect(nested[0]).toEqual({ keys: ["red", 1], rows: 1, values: { Size: { sum: 1, mean: 1 } } });
  for (const [group, sort] of [
    ["-Color,Size", "Name"],
    ["Paid,Born", "-Size"],
    ["Seen", "-Seen"],
    ["-Sent,Color", "Name"],
  ] as const) {
    const zone = "Asia/Tokyo";
    const list = await it.person.client.call(listRows, {
      params: it.params,
      query: { group, sort, zone, limit: 3, keys: "name" },
    });
    const rest = await it.person.client.call(listRows, {
      params: it.params,
      query: { group, sort, zone, cursor: list.next! },
    });
    const cells = [...list.rows, ...rest.rows].map((row) => (row as { cells: Record<string, CellValue> }).cells);
    const sizes = (await it.groups(group, { zone })).map(({ rows }) => rows);
    const names = group.split(",").map((name) => name.replace("-", ""));
    const day = (name: string, value: CellValue) => {
      if (value === null) return null;
      if (name === "Seen") return String(value).slice(0, 10);
      return name === "Sent" ? new Date(Date.parse(String(value)) + 9 * 3_600_000).toISOString().slice(0, 10) : value;
    };
    const keys = cells.map((row) => JSON.stringify(names.map((name) => day(name, row[name] ?? null))));
    const runs: number[] = [];
    for (const [at, key] of keys.entries()) {
      if (at > 0 && key === keys[at - 1]) runs[runs.length - 1]! += 1;
      else runs.push(1);
    }
    expect({ group, runs }).toEqual({ group, runs: sizes });
  }
});

test("every figure of a group is that of its rows", async () => {
  await using it = await open();
  const wanted = Object.fromEntries(
    it.table.fields.map(({ name, type }) => [name, summariesOf[type].filter((kind) => kind !== "histogram")]),
  );
  for (const color of ["red", "blue", null]) {
    const filter = JSON.stringify({ field: "Color", ...(color ? { op: "is", value: color } : { op: "is_empty" }) });
    const [group] = await it.groups("Color", { filter, figures: JSON.stringify(wanted) });
    expect(group).toEqual({ keys: [color], rows: 2, values: await it.figures(wanted, { filter }) });
  }
});

test("empty texts and empty cells are one group, and stand together at the end of the list", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const names = ["b", "", null, "a", "", null, "b"];
  const table = await makeTable(weft, person, { rows: names.map((Name) => ({ Name })) });
  const params = { tableId: table.id };
  for (const group of ["Name", "-Name"]) {
    const { groups } = await person.client.call(groupRows, { params, query: { group } });
    expect(groups.at(-1)).toEqual({ keys: [null], rows: 4 });
    expect(groups).toHaveLength(3);
    const ids: number[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await person.client.call(listRows, { params, query: { group, limit: 2, cursor, shape: "array" } });
      ids.push(...page.rows.map((row) => (row as [number])[0]));
      if (!(cursor = page.next ?? undefined)) break;
    }
    expect(ids).toEqual(group === "Name" ? [4, 1, 7, 2, 3, 5, 6] : [7, 1, 4, 6, 5, 3, 2]);
  }
  const filter = JSON.stringify({ field: "Name", op: "is_empty" });
  const { groups } = await person.client.call(groupRows, { params, query: { group: "Name", filter } });
  expect(groups).toEqual([{ keys: [null], rows: 4 }]);
});

test("moments are grouped by the day of the asked zone", async () => {
  await using it = await open();
  const days = async (zone: string) => (await it.groups("Sent", { zone })).map(({ keys }) => keys[0]);
  expect(await days("UTC")).toEqual(["2024-03-05", null]);
  expect(await days("Europe/Zurich")).toEqual(["2024-03-05", "2024-03-06", null]);
  await expect(days("Moon/Sea")).rejects.toMatchObject({ code: "request.invalid" });
});

test("what cannot be grouped or summed is said with its name", async () => {
  await using it = await open();
  await expect(it.groups("Extra")).rejects.toMatchObject({ message: expect.stringContaining("Extra") });
  await expect(it.groups("Name,Size,Price,Paid")).rejects.toMatchObject({
    message: expect.stringContaining("at most 3"),
  });
  await expect(it.figures({ Name: "sum" })).rejects.toMatchObject({
    code: "request.invalid",
    message: expect.stringContaining("Name has no sum"),
  });
  await expect(it.figures({ Gone: "count" })).rejects.toMatchObject({ code: "field.not_found" });
  await expect(it.figures({ Name: "joy" })).rejects.toMatchObject({ code: "request.invalid" });
});

test("more groups than anybody can read are refused with what to do", async () => {
  await using it = await open();
  const { baseId } = it.person;
  await it.weft.weft.db.peoplePool.query(
    `insert into "${baseId}"."${it.table.id}" (id, "${it.table.fields[0]!.id}") select n, 'n' || n from generate_series(100, 20200) n`,
  );
  await expect(it.groups("Name")).rejects.toMatchObject({
    code: "groups.too_many",
    status: 422,
    message: expect.stringContaining("filter"),
  });
  const french = await fetch(`${it.weft.url}/api/v1/tables/${it.table.id}/rows/groups?group=Name`, {
    headers: { authorization: `Bearer ${it.person.token}`, "accept-language": "fr" },
  });
  expect(await french.json()).toMatchObject({
    title: "Trop de groupes",
    detail: expect.stringContaining("filtrez-les"),
  });
  expect(await it.groups("Name", { search: "n1999" })).toHaveLength(11);
});

test("figures nobody waits for any more are broken off in the database", async () => {
  await using it = await open();
  const holder = new pg.Client({ connectionString: it.weft.weft.db.url });
  await holder.connect();
  await holder.query("begin");
  await holder.query(`lock table "${it.person.baseId}"."${it.table.id}" in access exclusive mode`);
  const waiting = async () =>
    (
      await it.weft.weft.db.peoplePool.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%last_change as change%'",
      )
    ).rowCount;
  const controller = new AbortController();
  const client = createClient({ url: it.weft.url, token: it.person.token });
  const asked = client.call(summarizeRows, {
    params: it.params,
    query: { figures: '{"Size":"sum"}' },
    signal: controller.signal,
  });
  await vi.waitFor(async () => expect(await waiting()).toBe(1), 20_000);
  controller.abort();
  await expect(asked).rejects.toThrow("abort");
  await vi.waitFor(async () => expect(await waiting()).toBe(0), 20_000);
  await holder.end();
  expect(await it.figures({ Size: "sum" })).toEqual({ Size: { sum: 16 } });
});
