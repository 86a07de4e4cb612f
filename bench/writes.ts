import pg from "pg";
import type { Pool } from "undici";
import type { DataTransaction } from "../apps/server/src/database/databases.ts";
import { appendChange, takeNumber } from "../apps/server/src/features/changes/changes.store.ts";
import { insertSql, updateSql } from "../apps/server/src/features/rows/rows.write-sql.ts";
import { seenWhole } from "../apps/server/src/features/rows/ruled.make.ts";
import type { CatalogTable } from "../apps/server/src/features/tables/tables.catalog.ts";
import type { RowsResult } from "./rows.ts";

const rounds = 5;
const roundMs = 1000;
const shareMin = 0.4;

type Kind = "create" | "update";
type Statement = { sql: string; parameters: unknown[] };
type Write = (kind: Kind, turn: number) => Promise<void>;

/** Rows created and updated one after another over HTTP, against the same statements in the same transaction over `pg`. */
export async function compareWrites(
  databaseUrl: string,
  http: Pool,
  token: string,
  table: CatalogTable,
): Promise<RowsResult[]> {
  const client = new pg.Client({ connectionString: databaseUrl, options: "-c role=weft_data -c timezone=UTC" });
  await client.connect();
  const results: RowsResult[] = [];
  for (const kind of ["create", "update"] as const) {
    const runs: { raw: number; http: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      const run = {
        raw: await perSecond(kind, (what, turn) => writeRaw(client, table, what, turn)),
        http: await perSecond(kind, (what, turn) => writeHttp(http, token, table, what, turn)),
      };
      // The first round warms both.
      if (round > 0) runs.push(run);
    }
    results.push(resultOf(kind, runs));
  }
  await client.end();
  return results;
}

function resultOf(kind: Kind, runs: { raw: number; http: number }[]): RowsResult {
  const share = (run: { raw: number; http: number }) => run.http / run.raw;
  runs.sort((a, b) => share(a) - share(b));
  const middle = runs[rounds >> 1] as (typeof runs)[number];
  const shares = runs.map((run) => (share(run) * 100).toFixed(0)).join(", ");
  return {
    name: `${kind} one row after another, over HTTP against the same transaction over pg`,
    measured: middle.http,
    limit: middle.raw,
    unit: "rows/s",
    reached: share(middle) >= shareMin,
    detail: `${(share(middle) * 100).toFixed(0)} % (goal ${shareMin * 100} %); rounds ${shares}`,
  };
}

async function perSecond(kind: Kind, write: Write): Promise<number> {
  const start = performance.now();
  for (let turn = 0; ; turn++) {
    const passedMs = performance.now() - start;
    if (passedMs >= roundMs) return turn / (passedMs / 1000);
    await write(kind, turn);
  }
}

/** What the server does between begin and commit, with its own statements and nothing around them. */
async function writeRaw(client: pg.Client, table: CatalogTable, kind: Kind, turn: number): Promise<void> {
  const trx = {
    executeQuery: ({ sql, parameters }: Statement) => client.query(sql, parameters),
  } as unknown as DataTransaction;
  const isNew = kind === "create";
  await client.query("begin");
  const taken = await takeNumber(trx, table.id, isNew ? 1 : 0, { grown: isNew ? 1 : 0, giveWayMs: 500 });
  if (!taken) throw new Error("the table is not there");
  const id = isNew ? taken.firstRow : turn + 1;
  const field = table.fields[0] as CatalogTable["fields"][number];
  const cells = JSON.stringify({ [id]: { [field.id]: `raw ${turn}` } });
  const input = { touched: [field], cells, ids: [id], change: taken.number, keys: "name" as const };
  const seen = seenWhole(table);
  const statement = isNew ? insertSql(seen, input) : updateSql(seen, input);
  const { rows } = await client.query<{ before?: string; after?: string }>(statement.text, statement.values);
  await appendChange(trx, null, {
    tableId: table.id,
    number: taken.number,
    kind: isNew ? "rows.created" : "rows.updated",
    rowIds: [id],
    before: isNew ? null : `{"${id}":${rows[0]?.before}}`,
    after: `{"${id}":${rows[0]?.after}}`,
  });
  await client.query("commit");
}

async function writeHttp(http: Pool, token: string, table: CatalogTable, kind: Kind, turn: number): Promise<void> {
  const cells = { Name: `http ${turn}` };
  const path = `/api/v1/tables/${table.id}/rows`;
  const { statusCode, body } = await http.request({
    method: kind === "create" ? "POST" : "PATCH",
    path: kind === "create" ? path : `${path}/${turn + 1}`,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(kind === "create" ? { rows: [{ cells }] } : { cells }),
  });
  const text = await body.text();
  if (statusCode >= 300) throw new Error(`${statusCode}: ${text.slice(0, 500)}`);
}
