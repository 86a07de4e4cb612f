import { previewRetype, retypeField } from "@weft/api/fields";
import type { Problem } from "@weft/api/problems";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { tableReference } from "../tables/tables.store.ts";
import { cases } from "./fields.retype.cases.ts";

let weft: TestWeft;
let ada: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft();
  ada = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

test.each(cases.map((each) => [each.from.type, each.to.type, each] as const))(
  "%s to %s keeps what can be kept, loses only what the preview says, and keeps the old values aside",
  async (_from, _to, { from, to, cells }) => {
    const table = await makeTable(weft, ada, {
      fields: [{ name: "Cell", type: from.type, options: from.options }],
      rows: cells.map(([before]) => ({ Cell: before })),
    });
    const fieldId = table.fields[0]?.id as string;
    const params = { tableId: table.id, fieldId };
    const readText = async (column: string) => {
      const query = sql<{
        text: string;
      }>`select ${sql.id(column)}::text as text from ${tableReference(table)} order by id`;
      return (await query.execute(weft.weft.db.data)).rows.map((row) => row.text);
    };
    const old = await readText(fieldId);
    const lost = cells.flatMap(([, , isLost], index) => (isLost ? [index + 1] : []));
    const preview = await ada.client.call(previewRetype, { params, body: to });
    expect(preview.examples.map((example) => example.rowId)).toEqual(lost);
    const filled = cells.filter(([before]) => before !== null && !/^\s*$/.test(String(before))).length;
    expect(preview).toMatchObject({ lost: lost.length, kept: filled - lost.length });
    const retype = (lose: boolean) => ada.client.call(retypeField, { params, body: { ...to, lose } });
    const isLossy = lost.length > 0;
    const refusal = isLossy ? await retype(false).catch((problem: Problem) => problem.code) : "field.retype_loses";
    expect(refusal).toBe("field.retype_loses");
    expect(await readText(fieldId)).toEqual(old);
    expect(await retype(isLossy)).toMatchObject({ id: fieldId, name: "Cell", ...to });
    expect(await readText(fieldId)).toEqual(cells.map(([, after]) => after));
    expect(isLossy ? await readText(`${fieldId}_1`) : old).toEqual(old);
  },
);

test("text becomes a choice with the names its cells have, most frequent first", async () => {
  const table = await makeTable(weft, ada, { rows: ["b", "a", " b ", "", "c", "a", "b"].map((Name) => ({ Name })) });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  const field = await ada.client.call(retypeField, { params, body: { type: "choice" } });
  expect(field.options).toMatchObject({ choices: [{ name: "b" }, { name: "a" }, { name: "c" }] });
});

test("more than 500 different texts are too many for a choice: the rarest would be lost and the preview says so", async () => {
  const rows = Array.from({ length: 600 }, (_, index) => ({ Name: `n${index}` }));
  const table = await makeTable(weft, ada, { rows });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  const preview = await ada.client.call(previewRetype, { params, body: { type: "choice" } });
  expect(preview).toMatchObject({ kept: 500, lost: 100 });
  expect(preview.examples).toHaveLength(20);
});

test("a retype is one change with the field before and after, and an index of the old type does not stop it", async () => {
  const table = await makeTable(weft, ada, { rows: [{ Name: "1" }] });
  const fieldId = table.fields[0]?.id as string;
  await sql`create index on ${tableReference(table)} (${sql.id(fieldId)} text_pattern_ops)`.execute(weft.weft.db.data);
  await ada.client.call(retypeField, { params: { tableId: table.id, fieldId }, body: { type: "number" } });
  const changes = await weft.weft.db.data
    .selectFrom("changes")
    .select(["number", "kind", "detail"])
    .where("table_id", "=", table.id)
    .execute();
  expect(changes).toMatchObject([
    { number: 1, kind: "fields.retyped", detail: { fieldId, before: { type: "text" }, after: { type: "number" } } },
  ]);
});

test("a value written between the look and the lock is not lost: the retype looks again", async () => {
  const table = await makeTable(weft, ada, { rows: [{ Name: "1" }, { Name: "2" }] });
  const params = { tableId: table.id, fieldId: table.fields[0]?.id as string };
  const writer = await weft.weft.db.dataPool.connect();
  try {
    // The writer holds the rows, so that the retype has looked and waits for the lock when "abc" is committed.
    await writer.query(`begin; lock table "${table.baseId}"."${table.id}" in row exclusive mode`);
    const retype = ada.client.call(retypeField, { params, body: { type: "number" } });
    const outcome = retype.catch((problem: Problem) => problem.code);
    await expect
      .poll(async () => {
        const query = "select count(*) as waiting from pg_locks where not granted and mode = 'AccessExclusiveLock'";
        return (await weft.weft.db.peoplePool.query(query)).rows[0].waiting;
      })
      .toBe(1);
    await writer.query(`update "${table.baseId}"."${table.id}" set "${params.fieldId}" = 'abc' where id = 2`);
    await writer.query("update weft.tables set last_change = last_change + 1 where id = $1", [table.id]);
    await writer.query("commit");
    expect(await outcome).toBe("field.retype_loses");
  } finally {
    writer.release(true);
  }
});
