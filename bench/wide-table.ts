import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "@playwright/test";
import { chromium, request } from "@playwright/test";
import { createBase, createTable } from "@weft/api/bases";
import { createClient } from "@weft/api/client";
import { getSession } from "@weft/api/people";
import pg from "pg";
import { startEmbedded } from "../apps/server/src/database/embedded.ts";
import { owner } from "../e2e/support/owner.ts";
import { startInstance } from "../e2e/support/instance.ts";
import { findChromium } from "../scripts/find-chromium.mjs";

const rowCount = 1_000_000;

/** The built product with a table of 1 M × 30, and its owner in a browser. */
export interface WideTable {
  url: string;
  tableId: string;
  /** A window of the owner's with nothing in its cache. */
  openContext(): Promise<BrowserContext>;
}

/** Does something with a table of 1 M × 30 of the whole product, as `npm start` runs it; all of it goes afterwards. */
export async function onWideTable<Result>(work: (wide: WideTable) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "weft-bench-grid-"));
  const database = await startEmbedded({ folder });
  try {
    await using instance = await startInstance({
      environment: { WEFT_DATABASE_URL: database.url, WEFT_CALLS_PER_MINUTE: "0" },
    });
    const { url } = instance;
    const door = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
    const answer = await door.post("/api/v1/session/sign-up", { data: owner });
    if (!answer.ok()) throw new Error(`The owner cannot sign up: ${await answer.text()}`);
    const storageState = await door.storageState();
    const cookie = storageState.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const tableId = await makeWideTable(url, cookie, database.url);
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      return await work({
        url,
        tableId,
        openContext: () => browser.newContext({ storageState, viewport: { width: 1440, height: 900 } }),
      });
    } finally {
      await browser.close();
      await door.dispose();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const kinds = [
  { field: { type: "text" }, value: "'Name ' || i" },
  { field: { type: "number", options: { decimals: 2 } }, value: "((i::bigint * 7919) % 1000003) / 100.0" },
  { field: { type: "date" }, value: "date '2015-01-01' + i % 3000" },
  { field: { type: "boolean" }, value: "i % 3 = 0" },
  { field: { type: "email" }, value: "'person' || i || '@example.org'" },
  { field: { type: "number", options: { decimals: 0 } }, value: "(i::bigint * 31) % 100003" },
] as const;

/** Made through the doors, filled in the database: what is measured is looking at it. */
async function makeWideTable(url: string, cookie: string, databaseUrl: string): Promise<string> {
  const client = createClient({ url, headers: { cookie, origin: url } });
  const { workspaces } = await client.call(getSession, {});
  const params = { workspaceId: workspaces[0]?.id as string };
  const base = await client.call(createBase, { params, body: { name: "Bench" } });
  const columns = Array.from({ length: 30 }, (_, at) => kinds[at % kinds.length] as (typeof kinds)[number]);
  const table = await client.call(createTable, {
    params: { baseId: base.id },
    body: { name: "Wide", fields: columns.map(({ field }, at) => ({ ...field, name: `Column ${at + 1}` })) },
  });
  const at = `"${base.id}"."${table.id}"`;
  const names = table.fields.map(({ id }) => `"${id}"`).join(", ");
  const values = columns.map(({ value }) => value).join(", ");
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(`insert into ${at} (id, ${names}) select i, ${values} from generate_series(1, ${rowCount}) i`);
  await database.query(`vacuum analyze ${at}`);
  await database.query("update weft.tables set next_row = $2 + 1, row_estimate = $2 where id = $1", [
    table.id,
    rowCount,
  ]);
  await database.end();
  return table.id;
}
