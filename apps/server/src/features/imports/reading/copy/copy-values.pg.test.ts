import type { FieldShape } from "@weft/model/fields/field";
import type { ValueReading } from "@weft/model/values/fits";
import { valueCases } from "@weft/model/values/value-cases";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { expect, test } from "vitest";
import { makeTestDatabase } from "../../../../testing/postgres.ts";
import { columnType } from "../../../tables/tables.catalog.ts";
import { copyFormat, copyRows } from "../reading.ts";
import { loadFile, readingOptions, sourceOf } from "../reading.make.ts";

/** How PostgreSQL shows a value of the type, in the form of the cases. */
function selectText(shape: FieldShape): string {
  if (shape.type === "datetime" && shape.options.zoned)
    return `to_char(v at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  if (shape.type === "datetime") return `to_char(v, 'YYYY-MM-DD"T"HH24:MI:SS.US')`;
  return shape.type === "number" ? "trim_scale(v::numeric)::text" : "v::text";
}

function asText(shape: FieldShape, cell: unknown): string | null {
  if (cell === null) return null;
  if (shape.type === "datetime")
    return String(cell).replace(
      /(\.\d+)?(Z?)$/u,
      (_, fraction: string | undefined, zone: string) => `${(fraction ?? ".").padEnd(7, "0")}${zone}`,
    );
  return shape.type === "json" ? JSON.stringify(cell) : String(cell);
}

test("PostgreSQL takes every copied value and holds what was meant", async () => {
  await using database = await makeTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    for (const [key, cases] of Map.groupBy(valueCases, ({ reading }) => JSON.stringify(reading))) {
      const reading = JSON.parse(key) as ValueReading;
      const kept = cases.filter(({ cell }) => cell !== undefined);
      const source = sourceOf(`k,v\n${kept.map(({ text }) => `x,"${text.replaceAll('"', '""')}"\n`).join("")}`);
      const { profile } = await loadFile(source, {
        separator: ",",
        quote: '"',
        escape: "double",
        headerRows: 1,
        preambleLines: 0,
        footerLines: 0,
      });
      await client.query(`create temp table t (id bigint, v ${columnType(reading.shape)})`);
      const plan = [
        { index: 1, name: "v", reading: { dateOrder: "ymd" as const, decimalMark: "." as const, ...reading } },
      ];
      const copy = copyRows(source, profile.reading, plan, { ...readingOptions(), firstRow: 1, onReject: () => {} });
      await pipeline(copy.chunks, client.query(copyFrom(`copy t from stdin (format ${copyFormat})`)));
      const { rows } = await client.query<{ v: string | null }>(
        `select ${selectText(reading.shape)} as v from t order by id`,
      );
      const held = rows.map(({ v }) =>
        reading.shape.type === "json" && v !== null ? JSON.stringify(JSON.parse(v)) : v,
      );
      expect([key, held]).toEqual([key, kept.map(({ cell }) => asText(reading.shape, cell))]);
      await client.query("drop table t");
    }
  } finally {
    await client.end();
  }
});
