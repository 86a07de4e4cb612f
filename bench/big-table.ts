import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FieldType } from "@weft/model/fields/field";
import { makeId } from "@weft/model/ids";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { Pool } from "undici";
import { freePort, startEmbedded } from "../apps/server/src/database/embedded.ts";
import { migrate } from "../apps/server/src/database/migrate.ts";
import type { CatalogTable } from "../apps/server/src/features/tables/tables.catalog.ts";
import { hashSecret, makeTokenSecret } from "../apps/server/src/features/tokens/tokens.secret.ts";

const rowCount = 1_000_000;

/** A server at work on a database of its own with a table of 1 M rows, and a token that may read and write it. */
export interface BigTable {
  table: CatalogTable;
  token: string;
  url: string;
  databaseUrl: string;
  /** A folder for files, gone afterwards. */
  folder: string;
  processId: number;
}

/** A column of a table to measure on: `value` is SQL of the row number `i`. */
export interface BigColumn {
  name: string;
  type: FieldType;
  options?: object;
  column: string;
  value: string;
}

/** Does something with a table of 1 M rows and a server in these roles; both go afterwards. */
export async function onBigTable<Result>(
  roles: string,
  work: (big: BigTable) => Promise<Result>,
  columns = usualColumns,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "weft-bench-"));
  const database = await startEmbedded({ folder });
  try {
    await runMigrations({ connectionString: database.url });
    await migrate(database.url);
    const made = await makeBigTable(database.url, columns);
    const port = await freePort();
    const server = fork(new URL("../apps/server/src/main.ts", import.meta.url), ["--role", roles], {
      env: {
        ...process.env,
        WEFT_DATABASE_URL: database.url,
        WEFT_PORT: String(port),
        WEFT_DATA: folder,
        WEFT_LOG: "error",
        WEFT_CALLS_PER_MINUTE: "0",
        WEFT_SECRET: "a secret of at least thirty-two characters",
      },
    });
    try {
      const url = `http://127.0.0.1:${port}`;
      const http = new Pool(url);
      await untilReady(http);
      await http.close();
      return await work({ ...made, url, databaseUrl: database.url, folder, processId: server.pid as number });
    } finally {
      server.kill("SIGTERM");
      await new Promise((resolve) => server.once("exit", resolve));
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilReady(http: Pool): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const isUp = await http.request({ method: "GET", path: "/api/v1/workspaces" }).then(
      ({ body }) => body.dump().then(() => true),
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server did not come up within 20 s");
}

const usualColumns: BigColumn[] = [
  { name: "Name", type: "text", column: "text", value: "'Name ' || i" },
  { name: "Count", type: "number", options: { decimals: 0 }, column: "bigint", value: "(i::bigint * 7919) % 1000003" },
  { name: "Price", type: "number", options: { decimals: null }, column: "numeric", value: "(i % 100000) / 100.0" },
  { name: "Paid", type: "boolean", column: "boolean", value: "i % 3 = 0" },
  { name: "Day", type: "date", column: "date", value: "date '2015-01-01' + i % 3000" },
  {
    name: "Seen",
    type: "datetime",
    options: { zoned: false },
    column: "timestamp",
    value: "timestamp '2020-01-01' + i * interval '1 minute'",
  },
  {
    name: "State",
    type: "choice",
    options: { choices: [] },
    column: "text",
    value: "(array['Open','Shut','Late'])[1 + i % 3]",
  },
  { name: "Link", type: "url", column: "text", value: "'https://example.org/' || i" },
  { name: "Mail", type: "email", column: "text", value: "'person' || i || '@example.org'" },
  { name: "Note", type: "long_text", column: "text", value: "case when i % 4 > 0 then md5(i::text) end" },
];

/** A table of 1 M rows with an index on its second column, its person, and a token of theirs. */
async function makeBigTable(url: string, columns = usualColumns): Promise<{ table: CatalogTable; token: string }> {
  const token = makeTokenSecret();
  const [personId, workspaceId, baseId, id] = [randomUUID(), makeId("workspace"), makeId("base"), makeId("table")];
  const fields = columns.map((column) => ({
    ...column,
    options: column.options ?? {},
    id: makeId("field"),
    description: null,
  }));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("insert into weft.people (id, name, email) values ($1, 'Bench', 'bench@example.org')", [personId]);
  await client.query(
    "insert into weft.tokens (id, person_id, name, start, hash, scopes) values ($1, $2, 'bench', '', $3, '{read,write}')",
    [makeId("token"), personId, hashSecret(token)],
  );
  await client.query("insert into weft.workspaces (id, name) values ($1, 'Bench')", [workspaceId]);
  await client.query("insert into weft.members values ($1, $2, 'owner')", [workspaceId, personId]);
  await client.query("insert into weft.bases (id, workspace_id, name) values ($1, $2, 'Bench')", [baseId, workspaceId]);
  await client.query(
    "insert into weft.tables (id, base_id, name, next_row, row_estimate) values ($1, $2, 'Big', $3 + 1, $3)",
    [id, baseId, rowCount],
  );
  for (const [position, field] of fields.entries()) {
    await client.query(
      "insert into weft.fields (id, table_id, name, type, options, position) values ($1, $2, $3, $4, $5, $6)",
      [field.id, id, field.name, field.type, field.options, position],
    );
  }
  await client.query(`set role weft_data; create schema "${baseId}"`);
  const selected = fields.map((field) => `(${field.value})::${field.column} as "${field.id}"`).join(", ");
  await client.query(
    `create table "${baseId}"."${id}" as select i::bigint as id, null::bigint as _change, ${selected} from generate_series(1, ${rowCount}) i`,
  );
  await client.query(`alter table "${baseId}"."${id}" add primary key (id)`);
  await client.query(`create index on "${baseId}"."${id}" ("${fields[1]?.id}", id)`);
  await client.query(`vacuum analyze "${baseId}"."${id}"`);
  await client.end();
  const table = { id, baseId, workspaceId, name: "Big", lastChange: 0, rowEstimate: rowCount, fields };
  return { table: table as unknown as CatalogTable, token };
}

/** The answer of the api as text; throws what it says when it is no 200. */
export async function get(http: Pool, token: string, path: string): Promise<string> {
  const { statusCode, body } = await http.request({
    method: "GET",
    path,
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${statusCode}: ${text.slice(0, 500)}`);
  return text;
}
