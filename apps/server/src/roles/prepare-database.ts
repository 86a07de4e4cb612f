import { runMigrations } from "graphile-worker";
import type { Logger } from "pino";
import pg from "pg";
import type { Config } from "../config.ts";
import { migrate } from "../database/migrate.ts";
import { checkDatabaseRights } from "./database-rights.ts";
import { StartError } from "./start-error.ts";

const versionMin = 15;
/** Any number that is ours: only one process of many migrates, the others wait for it. */
const lockKey = 727_366_742;

/** Brings the database up to this version and makes the owner the settings ask for; many processes may call it at once. */
export async function prepareDatabase(config: Config, log: Logger): Promise<void> {
  const url = config.databaseUrl as string;
  const client = new pg.Client({ connectionString: url });
  await client.connect().catch((error: Error) => {
    throw new StartError(`The database in WEFT_DATABASE_URL does not answer: ${error.message || String(error)}`);
  });
  try {
    await checkVersion(client);
    await checkDatabaseRights(client);
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await runMigrations({ connectionString: url, logger: undefined });
    await migrate(url);
    if (config.ownerEmail) await makeOwner(config, log);
  } finally {
    await client.end();
  }
}

/** Loaded only when asked for: accounts bring much code that the supervisor has no other use for. */
async function makeOwner(config: Config, log: Logger): Promise<void> {
  const { ensureOwner } = await import("../features/people/people.accounts.ts");
  const { openWeft } = await import("./open-weft.ts");
  const weft = await openWeft(config, log);
  await ensureOwner(weft);
  await weft.db[Symbol.asyncDispose]();
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
  );
  const found = rows[0];
  if (found && found.number < versionMin * 10_000) {
    throw new StartError(`The database is PostgreSQL ${found.text}; Weft needs ${versionMin} or newer.`);
  }
}
