import { createClient } from "@weft/api/client";
import { listRows } from "@weft/api/rows";
import type { CellValue } from "@weft/model/fields/field";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

const fields = [
  { name: "Name", type: "text" as const },
  { name: "Age", type: "number" as const, options: { decimals: 0 } },
  { name: "Price", type: "number" as const },
  { name: "Paid", type: "boolean" as const },
  { name: "Born", type: "date" as const },
  { name: "Seen", type: "datetime" as const },
  { name: "Sent", type: "datetime" as const, options: { zoned: true } },
  { name: "Extra", type: "json" as const },
];

test("a row's cells come in the JSON form of their type, numbers exact", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, {
    fields,
    rows: [
      {
        Name: 'Ann "A" \\ é',
        Age: "12345678901234567",
        Price: "0.1",
        Paid: true,
        Born: "2001-02-03",
        Seen: "2024-03-05T14:30:00.5",
        Sent: "2024-03-05T14:30:00+02:00",
        Extra: { a: [1, "x"] },
      },
      { Age: 41, Price: "12345678901234567.25" },
    ],
  });
  const byName = await person.client.call(listRows, { params: { tableId: table.id } });
  const first: Record<string, CellValue> = {
    Name: 'Ann "A" \\ é',
    Age: "12345678901234567",
    Price: 0.1,
    Paid: true,
    Born: "2001-02-03",
    Seen: "2024-03-05T14:30:00.5",
    Sent: "2024-03-05T12:30:00+00:00",
    Extra: { a: [1, "x"] },
  };
  const empty = { Name: null, Paid: null, Born: null, Seen: null, Sent: null, Extra: null };
  expect(byName).toEqual({
    rows: [
      { id: 1, change: 0, cells: first },
      { id: 2, change: 0, cells: { ...empty, Age: 41, Price: "12345678901234567.25" } },
    ],
    next: null,
    total: null,
    change: 0,
  });
  const asArrays = await person.client.call(listRows, {
    params: { tableId: table.id },
    query: { shape: "array", fields: "Price,name", total: "exact" },
  });
  expect(asArrays.rows).toEqual([
    [1, 0, 0.1, 'Ann "A" \\ é'],
    [2, 0, "12345678901234567.25", null],
  ]);
  expect(asArrays.total).toEqual({ rows: 2, exact: true });
});

test("a look at a table that takes too long is given up with what to do, and the next one is answered", async () => {
  await using weft = await makeTestWeft({ WEFT_READ_SECONDS: "0.2" });
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { rows: [{ Name: "a" }] });
  const read = () => person.client.call(listRows, { params: { tableId: table.id } });
  await read();
  const holder = new pg.Client({ connectionString: weft.weft.db.url });
  await holder.connect();
  await holder.query("begin");
  await holder.query(`lock table "${person.baseId}"."${table.id}" in access exclusive mode`);
  await expect(read()).rejects.toMatchObject({
    code: "query.too_slow",
    status: 503,
    message: expect.stringContaining("Filter by fewer"),
  });
  await holder.end();
  expect((await read()).rows).toHaveLength(1);
});

test("a list nobody waits for any more is broken off in the database; a count goes on for others who wait for it", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields, rows: [{ Name: "a" }, { Name: "b" }] });
  const holder = new pg.Client({ connectionString: weft.weft.db.url });
  await holder.connect();
  await holder.query("begin");
  await holder.query(`lock table "${person.baseId}"."${table.id}" in access exclusive mode`);
  const waiting = async () =>
    (
      await weft.weft.db.peoplePool.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%last_change as change%'",
      )
    ).rowCount;
  const client = createClient({ url: weft.url, token: person.token });
  const ask = (signal?: AbortSignal) => {
    const query = { search: "a", total: "exact" } as const;
    return client.call(listRows, { params: { tableId: table.id }, query, signal });
  };
  const controllers = [new AbortController(), new AbortController()];
  const asked = controllers.map(async ({ signal }) => expect(ask(signal)).rejects.toThrow("abort"));
  // Two pages, and one count that both wait for.
  await vi.waitFor(async () => expect(await waiting()).toBe(3), 20_000);
  controllers[0]?.abort();
  await vi.waitFor(async () => expect(await waiting()).toBe(2), 20_000);
  controllers[1]?.abort();
  await vi.waitFor(async () => expect(await waiting()).toBe(0), 20_000);
  await Promise.all(asked);
  await holder.end();
  expect((await ask()).total).toEqual({ rows: 1, exact: true });
});
