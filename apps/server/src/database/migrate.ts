import { readFile, readdir } from "node:fs/promises";
import { Kysely, PostgresDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";

const folder = new URL("./migrations/", import.meta.url);

/** Brings the database to this version: every `migrations/NNNN-*.sql` once, in order, each in a transaction; safe to call from many processes. */
export async function migrate(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: readMigrations },
      migrationTableSchema: "weft",
      migrationTableName: "migrations",
      migrationLockTableName: "migration_lock",
    }).migrateToLatest();
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

/** The migrations of this version, by the names the database keeps them under. */
export async function listMigrations(): Promise<string[]> {
  return (await migrationFiles()).map((name) => name.replace(/\.sql$/, ""));
}

async function migrationFiles(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
}

async function readMigrations() {
  const files = await migrationFiles();
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), "utf8")));
  return Object.fromEntries(
    files.map((name, index) => [
      name.replace(/\.sql$/, ""),
      { up: async (db: Kysely<unknown>) => void (await sql.raw(texts[index] as string).execute(db)) },
    ]),
  );
}
