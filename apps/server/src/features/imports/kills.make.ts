import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@weft/api/client";
import { createClient } from "@weft/api/client";
import type { ImportJob } from "@weft/api/import-shapes";
import { createImport, getImport } from "@weft/api/imports";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { freePort, startEmbedded } from "../../database/embedded.ts";
import { migrate } from "../../database/migrate.ts";
import { hashSecret, makeTokenSecret } from "../tokens/tokens.secret.ts";

/** The programs of Weft that an import needs, each a process of its own. */
const roles = ["api", "worker"] as const;
type Role = (typeof roles)[number];

/** What is killed: a process that serves or loads, their connections, or PostgreSQL itself. */
const victims = [...roles, "connections", "postgres"] as const;
type Victim = (typeof victims)[number];

/** What became of one import that was disturbed. */
interface KilledImport {
  victim: Victim;
  afterMs: number;
  state: ImportJob["state"];
  totals: ImportJob["totals"];
  /** Of all rows of its table, in order. */
  checksum: string;
}

interface KillReport {
  /** The same file loaded with nobody disturbing it. */
  undisturbed: KilledImport;
  killed: KilledImport[];
  /** Tables in the catalog and in PostgreSQL at the end, undo tables and leftovers included. */
  tables: { catalog: number; physical: number };
}

/** A file with rows of four types, and one in a thousand that does not fit. */
function makeText(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const count = i % 1000 === 999 ? "lots" : String((i * 7919) % 100_003);
    return `k${i},${count},20${10 + (i % 15)}-0${1 + (i % 9)}-1${i % 10},"text, ${i}"`;
  });
  return `Code,Count,Day,Note\n${lines.join("\n")}\n`;
}

/** Imports one file `kills` times over, each time with a kill -9 at a random moment, and waits until it has gone on by itself. */
export async function killAtRandom(options: { kills: number; rows: number }): Promise<KillReport> {
  const folder = await mkdtemp(join(tmpdir(), "weft-kill-"));
  const place = await openPlace(folder);
  try {
    const text = makeText(options.rows);
    const first = await handIn(place, text);
    const startedAt = performance.now();
    const undisturbed = await outcome(place, first, "worker", 0);
    const usualMs = Math.max(performance.now() - startedAt, 200);
    const killed: KilledImport[] = [];
    for (let kill = 0; kill < options.kills; kill++) {
      const victim = victims[kill % victims.length] as Victim;
      const id = await handIn(place, text);
      const afterMs = Math.round(Math.random() * usualMs);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await place.kill(victim);
      killed.push(await outcome(place, id, victim, afterMs));
    }
    return { undisturbed, killed, tables: await place.countTables() };
  } finally {
    await place.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Loads one file while PostgreSQL is away for `awayMs` from the middle of the load on; also what the api answered meanwhile. */
export async function loadThroughOutage(options: { rows: number; awayMs: number }) {
  const folder = await mkdtemp(join(tmpdir(), "weft-outage-"));
  const place = await openPlace(folder);
  try {
    const text = makeText(options.rows);
    const undisturbed = await outcome(place, await handIn(place, text), "postgres", 0);
    const id = await handIn(place, text);
    while ((await place.client.call(getImport, { params: { importId: id } })).state !== "loading") await nextTurn();
    const answers: string[] = [];
    const away = new AbortController();
    const back = place.kill("postgres", options.awayMs).finally(() => away.abort());
    while (!away.signal.aborted) {
      const refusal = await place.client.call(getImport, { params: { importId: id } }).catch((error: unknown) => error);
      if (!away.signal.aborted && refusal instanceof Problem) answers.push(refusal.code);
      await nextTurn();
    }
    await back;
    return { undisturbed, loaded: await outcome(place, id, "postgres", 0), answers, tables: await place.countTables() };
  } finally {
    await place.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The pause between two looks at something that changes by itself. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

async function handIn({ client, baseId }: Place, text: string): Promise<string> {
  const columns = [{ index: 1, shape: { type: "number" as const, options: { decimals: 0 } } }];
  const body = { source: { text, name: "killed.csv" }, options: { columns } };
  return (await client.call(createImport, { params: { baseId }, body })).id;
}

async function outcome(place: Place, importId: string, victim: Victim, afterMs: number): Promise<KilledImport> {
  for (;;) {
    const job = await place.client.call(getImport, { params: { importId } }).catch(() => null);
    if (job && ["done", "failed", "cancelled"].includes(job.state)) {
      const checksum = job.tableId ? await place.checksum(job.tableId) : (job.failure?.text ?? "");
      return { victim, afterMs, state: job.state, totals: job.totals, checksum };
    }
    await nextTurn();
  }
}

interface Place {
  client: Client;
  baseId: string;
  /** Kills, and resolves when what was killed is back; PostgreSQL stays away for `awayMs`. */
  kill(victim: Victim, awayMs?: number): Promise<void>;
  checksum(tableId: string): Promise<string>;
  countTables(): Promise<{ catalog: number; physical: number }>;
  close(): Promise<void>;
}

/** A PostgreSQL and a Weft of one's own, both of which come back when they are killed. */
async function openPlace(folder: string): Promise<Place> {
  const [databasePort, port] = [await freePort(), await freePort()];
  const postgres = { folder: join(folder, "postgres"), port: databasePort, settings: { shared_buffers: "64MB" } };
  let database = await startEmbedded(postgres);
  const { url } = database;
  await runMigrations({ connectionString: url });
  await migrate(url);
  const { token, baseId } = await makeOwner(url);
  const query = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    queryOnce<Row>(url, text, values);
  let isClosing = false;
  const children = new Map<Role, ChildProcess>();
  const start = (role: Role) => {
    const child = forkWeft(role, url, port, join(folder, "data"));
    children.set(role, child);
    child.once("exit", () => isClosing || start(role));
  };
  for (const role of roles) start(role);
  const killRole = async (role: Role) => {
    const child = children.get(role);
    if (!child) throw new Error(`the ${role} does not run`);
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  const client = createClient({ url: `http://127.0.0.1:${port}`, token });
  await untilAnswered(`http://127.0.0.1:${port}/api/v1/bases/${baseId}`);
  const kills: Record<Victim, (awayMs: number) => Promise<void>> = {
    async api() {
      await killRole("api");
      await untilAnswered(`http://127.0.0.1:${port}/api/v1/bases/${baseId}`);
    },
    async worker() {
      await killRole("worker");
      // As if the seconds had passed after which a worker counts as dead.
      await query("update weft.workers set seen_at = seen_at - interval '1 minute'");
    },
    async connections() {
      await query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'weft' and pid <> pg_backend_pid()",
      );
      await query(
        "select graphile_worker.reschedule_jobs(array_agg(id), now()) from graphile_worker.jobs where locked_at is null",
      );
    },
    async postgres(awayMs) {
      process.kill(await postmasterOf(url), "SIGKILL");
      await database.exited;
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      database = await startEmbedded(postgres);
    },
  };
  return {
    client,
    baseId,
    kill: (victim, awayMs = 0) => kills[victim](awayMs),
    async checksum(tableId) {
      const [row] = await query<{ sum: string }>(
        `select md5(string_agg(to_jsonb(t)::text, '' order by id)) as sum
         from (select id, ${await columnsOf(query, tableId)} from "${baseId}"."${tableId}") t`,
      );
      return row?.sum ?? "";
    },
    async countTables() {
      const [row] = await query<{ catalog: number; physical: number }>(
        `select (select count(*)::int from weft.tables) as catalog,
          (select count(*)::int from pg_tables where schemaname = $1) as physical`,
        [baseId],
      );
      return row ?? { catalog: 0, physical: 0 };
    },
    async close() {
      isClosing = true;
      for (const child of children.values()) child.kill("SIGKILL");
      await database.stop();
    },
  };
}

type Query = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

/** The fields of a table under names that are the same in every table of the same file. */
async function columnsOf(query: Query, tableId: string): Promise<string> {
  const fields = await query<{ id: string }>(
    "select id from weft.fields where table_id = $1 and deleted_at is null order by position",
    [tableId],
  );
  return fields.map(({ id }, index) => `"${id}" as c${index}`).join(", ");
}

function forkWeft(role: Role, databaseUrl: string, port: number, dataFolder: string): ChildProcess {
  return fork(new URL("../../main.ts", import.meta.url), ["--role", role], {
    execArgv: [],
    env: {
      ...process.env,
      WEFT_DATABASE_URL: databaseUrl,
      WEFT_PORT: String(port),
      WEFT_DATA: dataFolder,
      WEFT_LOG: "silent",
      WEFT_CALLS_PER_MINUTE: "0",
      WEFT_SECRET: "a secret of at least thirty-two characters",
    },
    stdio: "ignore",
  });
}

/** One statement on a connection of its own; waits while the database is away. */
async function queryOnce<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[]): Promise<Row[]> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      return (await client.query<Row>(text, values)).rows;
    } catch (error) {
      const { code = "" } = error as { code?: string };
      if (tries > 100 || !/^(ECONN|57P|08)/.test(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** The process id of PostgreSQL itself: the parent of the process that serves a connection (Linux). */
async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const status = await readFile(`/proc/${rows[0]?.pid}/status`, "utf8");
  await client.end();
  return Number(/PPid:\s+(\d+)/.exec(status)?.[1]);
}

async function untilAnswered(address: string): Promise<void> {
  while (!(await fetch(address).catch(() => null))) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function makeOwner(url: string): Promise<{ token: string; baseId: string }> {
  const [personId, workspaceId, baseId, token] = [randomUUID(), makeId("workspace"), makeId("base"), makeTokenSecret()];
  const statements: [string, unknown[]][] = [
    ["insert into weft.people (id, name, email) values ($1, 'Kim', 'kim@example.org')", [personId]],
    [
      "insert into weft.tokens (id, person_id, name, start, hash, scopes) values ($1, $2, 'kill', '', $3, $4)",
      [makeId("token"), personId, hashSecret(token), ["read", "write", "build", "manage"]],
    ],
    ["insert into weft.workspaces (id, name) values ($1, 'Kill')", [workspaceId]],
    ["insert into weft.members (workspace_id, person_id, role) values ($1, $2, 'owner')", [workspaceId, personId]],
    ["insert into weft.bases (id, workspace_id, name) values ($1, $2, 'Kill')", [baseId, workspaceId]],
    [`create schema "${baseId}" authorization weft_data`, []],
  ];
  for (const [text, values] of statements) await queryOnce(url, text, values);
  return { token, baseId };
}
