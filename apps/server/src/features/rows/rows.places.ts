import { Problem } from "@weft/api/problems";
import type { CellValue, Field } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import { CompiledQuery } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import { takeRowNumbers } from "../changes/changes.store.ts";
import { systemColumns } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { refuseMissing } from "./rows.refusals.ts";
import { physicalSql, rowsSql } from "./rows.rules-sql.ts";
import { ownPlaceSql } from "./rows.sort-sql.ts";
import { SqlParameters } from "./sql-values.ts";
import type { LoggedRows, RowWrite } from "./rows.write.ts";

/** A row's place as the log keeps it beside its cells. */
export const placeField = {
  id: systemColumns.place,
  name: systemColumns.place,
  description: null,
  type: "number",
  options: { decimals: null },
} satisfies Field;

/** Halving a gap costs a third of a digit each time; from so many on, the rows around are spread anew. */
const digitsMax = 60;

/** Places for rows that come, in their order, and other places for rows that had to make room; as decimal text. */
interface NewPlaces {
  places: string[];
  spread: { id: number; place: string }[];
}

const key = ownPlaceSql;

type Cells = Record<string, CellValue>;

interface Stand {
  id: number;
  key: string;
}

/**
 * Gives rows to be created before others their place among their cells; gives those that are moved, or make room. What is
 * moved, and what it shall stand before, must be the writer's to see; what makes room need not.
 */
export async function placeRows(
  trx: DataTransaction,
  table: GrantedTable,
  write: RowWrite,
  created: Cells[],
): Promise<LoggedRows> {
  const others = new Map<number, Cells>();
  const put = ({ id, place }: { id: number; place: string }) => others.set(id, { [placeField.id]: place });
  const ofBefore = Map.groupBy((write.create ?? []).keys(), (index) => write.create?.[index]?.before);
  for (const [before, indexes] of ofBefore) {
    if (before === undefined) continue;
    const { places, spread } = await findPlaces(trx, table, { count: indexes.length, before, moved: [] });
    for (const [at, index] of indexes.entries()) Object.assign(created[index] ?? {}, { [placeField.id]: places[at] });
    spread.forEach(put);
  }
  if (write.move) {
    const ids = [...new Set(write.move.ids)];
    const seen = await listSeen(trx, table, ids);
    if (seen.length < ids.length) refuseMissing(table, ids, seen, (index) => `ids.${index}`);
    const asked = { count: ids.length, before: write.move.before, moved: ids };
    const { places, spread } = await findPlaces(trx, table, asked);
    for (const [at, id] of ids.entries()) put({ id, place: places[at] as string });
    spread.forEach(put);
  }
  const ids = [...others.keys()];
  return { ids, cells: JSON.stringify(Object.fromEntries(others)) };
}

/**
 * Places for `count` rows before a row, or (null) after all. Rows in `moved` count as gone already. Asked under the
 * table's lock. Every place stays below the table's next row id, so that new rows come last.
 */
async function findPlaces(
  trx: DataTransaction,
  table: GrantedTable,
  { count, before, moved }: { count: number; before: number | null; moved: number[] },
): Promise<NewPlaces> {
  const next = before === null ? undefined : await findStand(trx, table, before, moved);
  if (!next) {
    const first = await takeRowNumbers(trx, table.id, count);
    return { places: Array.from({ length: count }, (_, index) => String(first + index)), spread: [] };
  }
  const [last] = await listStands(trx, table, {
    where: `(${key}, t.id) < ($1::numeric, $2::bigint) and t.id <> all($3::bigint[]) order by ${key} desc, t.id desc limit 1`,
    values: [next.key, next.id, moved],
  });
  const places = await spreadBetween(trx, last?.key ?? null, next.key, count);
  return places ? { places, spread: [] } : makeRoom(trx, table, { last, next, count, moved });
}

/** The row before which others shall stand, or, if it is moved itself, the first after it that is not. */
async function findStand(
  trx: DataTransaction,
  table: GrantedTable,
  rowId: number,
  moved: number[],
): Promise<Stand | undefined> {
  const [stand] = await listSeen(trx, table, [rowId]);
  if (!stand)
    throw new Problem(
      "row.not_found",
      phrase`Nothing was written: ${table.name} has no row ${String(rowId)} to stand before. Read it anew.`,
      [{ path: "before", message: phrase`there is no row ${String(rowId)}` }],
    );
  if (!moved.includes(rowId)) return stand;
  const [next] = await listStands(trx, table, {
    where: `(${key}, t.id) > ($1::numeric, $2::bigint) and t.id <> all($3::bigint[]) order by ${key}, t.id limit 1`,
    values: [stand.key, rowId, moved],
  });
  return next;
}

/** Spreads all rows between two whole numbers anew, with room for those that come. */
async function makeRoom(
  trx: DataTransaction,
  table: GrantedTable,
  { last, next, count, moved }: { last: Stand | undefined; next: Stand; count: number; moved: number[] },
): Promise<NewPlaces> {
  const {
    rows: [bounds],
  } = await trx.executeQuery<{ low: string; high: string }>(
    CompiledQuery.raw("select (ceil($1::numeric) - 1)::text as low, (floor($2::numeric) + 1)::text as high", [
      last?.key ?? next.key,
      next.key,
    ]),
  );
  const { low, high } = bounds as { low: string; high: string };
  const around = await listStands(trx, table, {
    where: `${key} > $1::numeric and ${key} < $2::numeric and t.id <> all($3::bigint[]) order by ${key}, t.id`,
    values: [low, high, moved],
  });
  const all = (await spreadBetween(trx, low, high, around.length + count)) ?? [];
  const at = around.findIndex(({ id }) => id === next.id);
  const spread = around.map(({ id }, index) => ({ id, place: all[index < at ? index : index + count] as string }));
  return { places: all.slice(at, at + count), spread };
}

/** Evenly spread places between two others, with as few digits as tell them apart; null when that takes too many. */
async function spreadBetween(
  trx: DataTransaction,
  low: string | null,
  high: string,
  count: number,
): Promise<string[] | null> {
  const { rows } = await trx.executeQuery<{ place: string }>(
    CompiledQuery.raw(
      `with b as (select coalesce($1::numeric, $2::numeric - $3::int - 1) as low, $2::numeric as high),
         s as (select low, high, case when high > low then greatest(1 - floor(log((high - low) / ($3::int + 1))), 0) end as digits from b)
       select round(low + (high - low) * i / ($3::int + 1), digits::int)::text as place
       from s, generate_series(1, $3::int) i where digits <= ${digitsMax} order by i`,
      [low, high, count],
    ),
  );
  return rows.length === count ? rows.map(({ place }) => place) : null;
}

/** Where rows stand, those alone that the writer sees. */
async function listSeen(trx: DataTransaction, table: GrantedTable, ids: number[]): Promise<Stand[]> {
  const values = new SqlParameters();
  const { rows } = await trx.executeQuery<Stand>(
    CompiledQuery.raw(
      `select t.id, ${key}::text as key from ${rowsSql(table, values)} where t.id = any(${values.put(ids, "bigint[]")})`,
      values.list,
    ),
  );
  return rows;
}

async function listStands(
  trx: DataTransaction,
  table: GrantedTable,
  { where, values }: { where: string; values: unknown[] },
): Promise<Stand[]> {
  const { rows } = await trx.executeQuery<Stand>(
    CompiledQuery.raw(`select t.id, ${key}::text as key from ${physicalSql(table)} t where ${where}`, values),
  );
  return rows;
}
