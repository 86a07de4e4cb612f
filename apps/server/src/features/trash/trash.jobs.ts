import type pg from "pg";
import { dropUnnamedColumns } from "../imports/load/load-columns.ts";
import type { Weft } from "../../weft.ts";
import { dropFields, dropKeptRows, dropRetypedColumns, forgetExpired } from "./trash.leftovers.ts";

/**
 * Really drops what has lain in the trash for longer than `trashDays`: fields with their columns, tables, bases with
 * their schema; and what retypes, imports and expiry have left. Each in a transaction of its own, which asks again whether
 * it still lies there; safe to run again at any time.
 */
export async function emptyTrash(weft: Weft): Promise<void> {
  const expired = `deleted_at < now() - make_interval(secs => ${weft.config.trashDays * 86_400})`;
  const dropped = { bases: 0, tables: 0, fields: 0, retypes: 0, undos: 0, unnamed: 0 };
  const { rows: bases } = await weft.db.peoplePool.query(`select id from weft.bases where ${expired}`);
  for (const { id } of bases) {
    const still = { text: `select from weft.bases where id = $1 and ${expired} for update`, id };
    if (await inTransaction(weft, still, (client) => dropBase(client, id))) dropped.bases += 1;
  }
  const { rows: tables } = await weft.db.peoplePool.query(`select id, base_id from weft.tables where ${expired}`);
  for (const { id, base_id } of tables) {
    const still = { text: `select from weft.tables where id = $1 and ${expired} for update`, id };
    if (await inTransaction(weft, still, (client) => dropTable(client, base_id, id))) dropped.tables += 1;
  }
  dropped.fields = await dropFields(weft);
  dropped.retypes = await dropRetypedColumns(weft);
  dropped.undos = await dropKeptRows(weft);
  dropped.unnamed = await dropUnnamedColumns(weft);
  await forgetExpired(weft);
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

/** Works in a transaction when `still` finds and locks its row; false when it does not. */
async function inTransaction(
  weft: Weft,
  still: { text: string; id: string },
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<boolean> {
  const client = await weft.db.peoplePool.connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query(still.text, [still.id]);
    if (rowCount) await work(client);
    await client.query("commit");
    client.release();
    return Boolean(rowCount);
  } catch (error) {
    client.release(true);
    throw error;
  }
}
