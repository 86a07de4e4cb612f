import type pg from "pg";
import type { Weft } from "../../weft.ts";
import { dropKeptRows, dropRetypedColumns, forgetExpired } from "./trash.leftovers.ts";

/**
 * Really drops what has lain in the trash for longer than `trashDays`: fields with their columns, tables, bases with
 * their schema; and what retypes, imports and expiry have left. Each in a transaction of its own; safe to run again at any time.
 */
export async function emptyTrash(weft: Weft): Promise<void> {
  const expired = `deleted_at < now() - make_interval(secs => ${weft.config.trashDays * 86_400})`;
  const { rows: bases } = await weft.db.peoplePool.query(`select id from weft.bases where ${expired}`);
  for (const { id } of bases) await inTransaction(weft, (client) => dropBase(client, id));
  const { rows: tables } = await weft.db.peoplePool.query(`select id, base_id from weft.tables where ${expired}`);
  for (const { id, base_id } of tables) await inTransaction(weft, (client) => dropTable(client, base_id, id));
  const { rows: fields } = await weft.db.peoplePool.query(
    `select f.id, f.table_id, t.base_id from weft.fields f join weft.tables t on t.id = f.table_id where f.${expired}`,
  );
  for (const field of fields) {
    await inTransaction(weft, async (client) => {
      await client.query(`alter table "${field.base_id}"."${field.table_id}" drop column if exists "${field.id}"`);
      await client.query("delete from weft.fields where id = $1", [field.id]);
    });
  }
  const retypes = await dropRetypedColumns(weft);
  const undos = await dropKeptRows(weft);
  await forgetExpired(weft);
  const dropped = { bases: bases.length, tables: tables.length, fields: fields.length, retypes, undos };
  if (Object.values(dropped).some((count) => count > 0)) weft.log.info(dropped, "trash emptied");
}

async function dropBase(client: pg.PoolClient, baseId: string): Promise<void> {
  await client.query(`drop schema if exists "${baseId}" cascade`);
  await client.query("delete from weft.exports where table_id in (select id from weft.tables where base_id = $1)", [
    baseId,
  ]);
  await client.query("delete from weft.imports where base_id = $1", [baseId]);
  await client.query("delete from weft.fields where table_id in (select id from weft.tables where base_id = $1)", [
    baseId,
  ]);
  await client.query("delete from weft.tables where base_id = $1", [baseId]);
  await client.query("delete from weft.bases where id = $1", [baseId]);
}

/** The imports' reports stay; what they kept for being undone goes with the table. */
async function dropTable(client: pg.PoolClient, baseId: string, tableId: string): Promise<void> {
  await client.query(`drop table if exists "${baseId}"."${tableId}" cascade`);
  const { rows: imports } = await client.query(
    "update weft.imports set table_id = null where table_id = $1 returning id",
    [tableId],
  );
  for (const { id } of imports) await client.query(`drop table if exists "${baseId}"."undo_${id}" cascade`);
  await client.query("delete from weft.exports where table_id = $1", [tableId]);
  await client.query("delete from weft.fields where table_id = $1", [tableId]);
  await client.query("delete from weft.tables where id = $1", [tableId]);
}

async function inTransaction(weft: Weft, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await weft.db.peoplePool.connect();
  try {
    await client.query("begin");
    await work(client);
    await client.query("commit");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
