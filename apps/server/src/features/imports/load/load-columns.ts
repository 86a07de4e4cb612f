import { setTimeout as sleep } from "node:timers/promises";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type pg from "pg";
import type { WeftTables } from "../../../database/tables.ts";
import type { Weft } from "../../../weft.ts";
import { alterTable } from "../../fields/fields.lock.ts";
import { columnType } from "../../tables/tables.catalog.ts";
import { tableReference } from "../../tables/tables.store.ts";
import type { Load } from "./load.ts";
import { newColumns } from "./load.ts";

/** While a lock that shuts readers out is waited for, readers wait too: so long at most, then it is let go. */
const lockTimeoutMs = 100;
/** Readers in between. */
const pauseMs = 300;

/** The table of a load that brings new columns, kept from schema edits until it has them. */
export interface Widening extends AsyncDisposable {
  /** Adds the columns and commits them: empty, and in no catalog, they are seen by nobody until the load commits. */
  addColumns(): Promise<void>;
}

/**
 * Takes what the new columns need on a connection of its own (docs/decisions/0015): to add a column shuts readers out
 * until its transaction ends, and that of the load is long.
 */
export async function openWidening(load: Load): Promise<Widening> {
  const { weft, plan, watch } = load;
  const columns = newColumns(load);
  if (columns.length === 0) return { addColumns: async () => {}, [Symbol.asyncDispose]: async () => {} };
  const client = await weft.db.dataPool.connect();
  const table = `"${load.row.base_id}"."${plan.table?.id}"`;
  const added = columns.map(({ field }) => `add column "${field.id}" ${columnType(field)}`).join(", ");
  await client.query("begin");
  await client.query(`lock table ${table} in row exclusive mode`);
  return {
    async addColumns() {
      await insist(client, `alter table ${table} ${added}`, watch.signal);
      await client.query("commit");
    },
    async [Symbol.asyncDispose]() {
      await client.query("rollback").then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    },
  };
}

/** Does what needs the table for itself, in a transaction under way; gives way to readers again and again until it gets it. */
export async function insist(client: pg.PoolClient, statement: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    await client.query("savepoint narrow");
    try {
      await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
      await client.query(statement);
      await client.query("set local lock_timeout to default");
      return void (await client.query("release savepoint narrow"));
    } catch (error) {
      if ((error as { code?: string }).code !== "55P03") throw error;
      await client.query("rollback to savepoint narrow");
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

/**
 * Drops the columns that a load has added and that no field has become, since it failed or was killed: of one table,
 * or of all. A table into which a load runs is left alone, and a busy one until the next time. Gives how many.
 */
export async function dropUnnamedColumns(weft: Weft, tableId: string | null = null): Promise<number> {
  let dropped = 0;
  for (const { base_id, table_id } of await findUnnamedColumns(weft.db.data, tableId)) {
    await alterTable(weft, table_id, async (trx) => {
      const { rows } = await sql<{ free: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${`import ${table_id}`}, 0)) as free`.execute(trx);
      // Asked again now that no load can make fields of them.
      const [found] = rows[0]?.free ? await findUnnamedColumns(trx, table_id) : [];
      if (!found) return;
      const drops = sql.join(found.names.map((name) => sql`drop column ${sql.id(name)}`));
      await sql`alter table ${tableReference({ baseId: base_id, id: table_id })} ${drops}`.execute(trx);
      dropped += found.names.length;
    }).catch((error: unknown) =>
      weft.log.warn({ err: error, tableId: table_id }, "columns of a failed load were not dropped"),
    );
  }
  return dropped;
}

async function findUnnamedColumns(db: Kysely<WeftTables>, tableId: string | null) {
  const { rows } = await sql<{ base_id: string; table_id: string; names: string[] }>`
    select t.base_id, t.id as table_id, array_agg(a.attname::text) as names
    from weft.tables t
    join pg_namespace n on n.nspname = t.base_id
    join pg_class c on c.relnamespace = n.oid and c.relname = t.id
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname ~ '^fld[0-9a-z]{14}$'
    where (${tableId}::text is null or t.id = ${tableId})
      and not exists (select from weft.fields where id = a.attname)
    group by t.id`.execute(db);
  return rows;
}
