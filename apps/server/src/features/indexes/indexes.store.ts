import type { Field } from "@weft/model/fields/field";
import { sql } from "kysely";
import type pg from "pg";
import type { DataTransaction } from "../../database/databases.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { wordFields } from "./indexes.wants.ts";
import type { IndexWant } from "./indexes.wants.ts";

/** An index that Weft has made by itself. */
export interface OwnIndex {
  name: string;
  /** What it says it is for, see `indexMark`. */
  mark: string;
  isValid: boolean;
  definition: string;
}

type Place = Pick<CatalogTable, "id" | "baseId">;

/** Indexes of a table that were made for what people ask; they are known by their comment, whatever they are called. */
export async function listOwnIndexes(client: pg.ClientBase | pg.Pool, { id, baseId }: Place): Promise<OwnIndex[]> {
  const { rows } = await client.query<OwnIndex>(
    `select c.relname as name, obj_description(c.oid, 'pg_class') as mark, i.indisvalid as "isValid",
       pg_get_indexdef(c.oid) as definition
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = to_regclass(format('%I.%I', $1::text, $2::text))
       and (c.relname like 'own\\_%' or obj_description(c.oid, 'pg_class') like 'weft %')
     order by c.oid`,
    [baseId, id],
  );
  return rows;
}

/** The SQL that makes an index beside readers and writers; null when there is nothing to index. */
export function createIndexSql(table: CatalogTable, want: IndexWant, name: string): string | null {
  const on = `create index concurrently "${name}" on "${table.baseId}"."${table.id}"`;
  if (want.kind === "words") {
    const columns = wordFields(table.fields).map((field) => `${foldedText(field)} weft.gin_trgm_ops`);
    return columns.length > 0 ? `${on} using gin (${columns.join(", ")})` : null;
  }
  const field = table.fields.find(({ id }) => id === want.field);
  if (!field) return null;
  if (want.kind === "equal") return `${on} using hash ("${field.id}")`;
  const collation = field.type === "choice" ? " collate weft.natural_order" : "";
  return `${on} ("${field.id}"${collation}, id)`;
}

/** As the compiler of filters writes it, or it would not serve. */
function foldedText({ id, type }: Field): string {
  return type === "json" ? `lower("${id}"::text)` : `lower("${id}")`;
}

/** Drops an index beside readers and writers. */
export async function dropIndex(client: pg.ClientBase, { baseId }: Place, name: string): Promise<void> {
  await client.query(`drop index concurrently if exists "${baseId}"."${name}"`);
}

/** Drops the indexes that a copy of a table's shape has brought along; not for tables that anybody reads. */
export async function dropCopiedIndexes(trx: DataTransaction, { baseId, id }: Place): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = to_regclass(format('%I.%I', ${baseId}::text, ${id}::text))
      and obj_description(c.oid, 'pg_class') like 'weft %'`.execute(trx);
  for (const { name } of rows) await sql`drop index ${sql.id(baseId, name)}`.execute(trx);
}

/** Notes on the index what it is for. */
export async function markIndex(client: pg.ClientBase, { baseId }: Place, name: string, mark: string): Promise<void> {
  await client.query(`comment on index "${baseId}"."${name}" is '${mark.replaceAll("'", "''")}'`);
}

/**
 * Indexes of ours over all tables that nobody has used for so many days; needs PostgreSQL 16 to know, else there are none. Of
 * one that was never used it is known only for as long as PostgreSQL runs: a crash makes it forget.
 */
export async function listDisused(pool: pg.Pool, days: number): Promise<(Place & { name: string })[]> {
  const { rows: columns } = await pool.query(
    `select from pg_attribute where attrelid = 'pg_catalog.pg_stat_all_indexes'::regclass and attname = 'last_idx_scan'`,
  );
  if (columns.length === 0) return [];
  const { rows } = await pool.query<Place & { name: string; isUnused: boolean }>(
    `select s.schemaname as "baseId", s.relname as id, s.indexrelname as name,
       i.indisvalid and s.last_idx_scan is null as "isUnused"
     from pg_stat_user_indexes s join pg_index i on i.indexrelid = s.indexrelid
     where obj_description(s.indexrelid, 'pg_class') like 'weft %' and (not i.indisvalid
       or coalesce(s.last_idx_scan, pg_postmaster_start_time()) < now() - $1::float8 * interval '1 day')`,
    [days],
  );
  const sinceMs = Date.now() - days * 24 * 3_600_000;
  return rows.filter(({ name, isUnused }) => !isUnused || madeAtMs(name) < sinceMs);
}

/** The name of an index of ours, which says when it was made. */
export function ownIndexName(tableId: string, nowMs = Date.now()): string {
  return `own_${tableId.slice(-12)}_${nowMs.toString(36)}`;
}

function madeAtMs(name: string): number {
  const [, made] = /^own_\w{12}_([0-9a-z]+)$/.exec(name) ?? [];
  return made === undefined ? 0 : Number.parseInt(made, 36);
}
