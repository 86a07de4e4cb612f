import type { ReplyOf } from "@weft/api/endpoint";
import type { getStorage } from "@weft/api/instance";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;
type Storage = ReplyOf<typeof getStorage>;

const tablesShown = 15;
const queriesShown = 10;

/** The database as a whole. */
export async function measureDatabase(
  db: Db,
): Promise<Pick<Storage["database"], "version" | "sizeBytes" | "cacheHits" | "connections">> {
  const { rows } = await sql<{ version: string; size: number; hits: number | null; used: number; most: number }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as size,
      (select blks_hit::float8 / nullif(blks_hit + blks_read, 0) from pg_stat_database
       where datname = current_database()) as hits,
      (select count(*) from pg_stat_activity where backend_type = 'client backend') as used,
      current_setting('max_connections')::int as most`.execute(db);
  const found = rows[0] as (typeof rows)[number];
  return {
    version: found.version,
    sizeBytes: found.size,
    cacheHits: found.hits,
    connections: { used: found.used, most: found.most },
  };
}

/** The biggest tables, partitions counted with what they are part of; tables of people by the name these gave them. */
export async function findBigTables(db: Db): Promise<Storage["database"]["tables"]> {
  const { rows } = await sql<Storage["database"]["tables"][number]>`
    with sized as (
      select coalesce(i.inhparent, c.oid) as whole, sum(pg_total_relation_size(c.oid))::bigint as size,
        sum(coalesce(s.n_live_tup, 0))::bigint as rows, sum(coalesce(s.n_dead_tup, 0))::bigint as dead
      from pg_class c
      join pg_namespace own on own.oid = c.relnamespace and own.nspname not in ('pg_catalog', 'information_schema')
      left join pg_inherits i on i.inhrelid = c.oid
      left join pg_stat_all_tables s on s.relid = c.oid
      where c.relkind = 'r' and c.relpersistence <> 't'
      group by 1 order by 2 desc limit ${tablesShown})
    select coalesce(t.name, n.nspname || '.' || c.relname) as name, b.name as base, sized.size as "sizeBytes",
      sized.rows, sized.dead as "deadRows"
    from sized join pg_class c on c.oid = sized.whole join pg_namespace n on n.oid = c.relnamespace
    left join weft.tables t on t.id = c.relname and t.base_id = n.nspname
    left join weft.bases b on b.id = t.base_id
    order by sized.size desc`.execute(db);
  return rows;
}

/** What took the most time since the statistics began; where these are not kept, what has run for over a second. */
export async function findSlowQueries(db: Db): Promise<Storage["database"]["slow"]> {
  const { rows } = await sql<{ place: string }>`
    select n.nspname as place from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_stat_statements'`.execute(db);
  const place = rows[0]?.place;
  // The extension may be there without its library having been loaded: then it answers with an error.
  const kept = place === undefined ? null : await readStatements(db, place).catch(() => null);
  return kept ? { from: "statements", queries: kept } : { from: "running", queries: await readRunning(db) };
}

type SlowQueries = Storage["database"]["slow"]["queries"];

async function readStatements(db: Db, place: string): Promise<SlowQueries> {
  const { rows } = await sql<SlowQueries[number]>`
    select query as text, calls::int as calls, mean_exec_time as "meanMs", total_exec_time as "totalMs"
    from ${sql.id(place, "pg_stat_statements")}
    where dbid = (select oid from pg_database where datname = current_database())
    order by total_exec_time desc limit ${queriesShown}`.execute(db);
  return rows;
}

async function readRunning(db: Db): Promise<SlowQueries> {
  const { rows } = await sql<SlowQueries[number]>`
    select query as text, 1 as calls, ms as "meanMs", ms as "totalMs"
    from (select query, extract(epoch from clock_timestamp() - query_start)::float8 * 1000 as ms
      from pg_stat_activity
      where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query <> '') running
    where ms > 1000 order by ms desc limit ${queriesShown}`.execute(db);
  return rows;
}

/** Databases that follow this one, with how far behind they are. */
export async function findReplicas(db: Db): Promise<Storage["database"]["replicas"]> {
  const { rows } = await sql<Storage["database"]["replicas"][number]>`
    select coalesce(nullif(application_name, ''), host(client_addr), '?') as name, coalesce(state, '?') as state,
      pg_wal_lsn_diff(case when pg_is_in_recovery() then null else pg_current_wal_lsn() end, replay_lsn)::bigint
        as "lagBytes"
    from pg_stat_replication order by 1`.execute(db);
  return rows;
}

/** What lies in the object store, by what Weft knows of it. */
export async function measureFiles(db: Db): Promise<Pick<Storage["files"], "uploads" | "exports" | "rejects">> {
  const { rows } = await sql<{
    uploads: number;
    upload_bytes: number;
    exports: number;
    export_bytes: number;
    rejects: number;
  }>`
    select
      (select count(*) from weft.uploads) as uploads,
      (select coalesce(sum(received_bytes), 0)::bigint from weft.uploads) as upload_bytes,
      (select count(*) from weft.exports where object_key is not null) as exports,
      (select coalesce(sum(size_bytes), 0)::bigint from weft.exports where object_key is not null) as export_bytes,
      (select count(*) from weft.imports where rejects_key is not null) as rejects`.execute(db);
  const found = rows[0] as (typeof rows)[number];
  return {
    uploads: { count: found.uploads, sizeBytes: found.upload_bytes },
    exports: { count: found.exports, sizeBytes: found.export_bytes },
    rejects: { count: found.rejects },
  };
}
