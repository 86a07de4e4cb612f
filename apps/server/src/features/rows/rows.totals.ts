import { queryUntil } from "../../database/abandonable.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { hasMoved, readDrift, touches } from "./rows.drift.ts";
import { Remembered } from "./rows.remembered.ts";
import { asSeen, rowsSql, seenBy } from "./rows.rules-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { whereSql } from "./rows.selection.ts";
import { SqlParameters } from "./sql-values.ts";

export interface Total {
  rows: number;
  exact: boolean;
}

interface Count {
  change: number;
  rows: number;
}

const countsMax = 2000;
/** A count that takes longer goes on in the background, and the answer says an estimate meanwhile. */
const patienceMs = 10_000;
const counts = new WeakMap<Weft, Remembered<Count>>();

/** How many rows a selection has, without counting them: a remembered count, else what the planner expects. */
export async function estimateTotal(weft: Weft, table: GrantedTable, selection: Selection): Promise<Total> {
  const count = await rememberedCount(weft, table, selection);
  if (count) return { rows: count.rows, exact: true };
  if (!selection.filter && !selection.search && !table.rule) return { rows: table.rowEstimate, exact: false };
  const values = new SqlParameters();
  const { rows } = await weft.db.readPool.query<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    `explain (format json) select ${fromSql(table, selection, values)}`,
    values.list,
  );
  return { rows: rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0, exact: false };
}

/** The exact number of rows, remembered for as long as changes do not touch it; an estimate if counting takes over 10 s. */
export async function countTotal(
  weft: Weft,
  table: GrantedTable,
  selection: Selection,
  signal?: AbortSignal,
): Promise<Total> {
  const remembered = await rememberedCount(weft, table, selection);
  if (remembered) return { rows: remembered.rows, exact: true };
  const counting = countsOf(weft)
    .make(keyOf(table, selection), (left) => count(weft, table, selection, left), signal)
    .then(({ rows }) => ({ rows, exact: true }));
  let timer: NodeJS.Timeout | undefined;
  const impatient = new Promise<null>((resolve) => (timer = setTimeout(resolve, patienceMs, null)));
  try {
    return (await Promise.race([counting, impatient])) ?? (await estimateTotal(weft, table, selection));
  } finally {
    clearTimeout(timer);
    counting.catch(() => {});
  }
}

async function rememberedCount(weft: Weft, table: GrantedTable, selection: Selection): Promise<Count | undefined> {
  const remembered = countsOf(weft);
  const key = keyOf(table, selection);
  const count = remembered.find(key);
  if (!count) return undefined;
  const drift = await readDrift(weft, table.id, count.change);
  const seen = asSeen(table, selection);
  const narrowed = seen.filter !== null || seen.search !== null;
  if (touches(drift, { ...seen, sorts: [] }) || (narrowed && hasMoved(drift))) {
    remembered.drop(key);
    return undefined;
  }
  const current = {
    change: drift.change,
    rows: count.rows + drift.created + drift.restored.length - drift.deleted.length,
  };
  remembered.keep(key, current);
  return current;
}

async function count(weft: Weft, table: GrantedTable, selection: Selection, signal: AbortSignal): Promise<Count> {
  const values = new SqlParameters();
  const [counted] = await queryUntil<Count>(weft.db, signal, {
    text: `select c.last_change as change, (select count(*) ${fromSql(table, selection, values)}) as rows
     from weft.tables c where c.id = ${values.put(table.id, "text")}`,
    values: values.list,
  });
  return counted ?? { change: 0, rows: 0 };
}

function fromSql(table: GrantedTable, selection: Selection, values: SqlParameters): string {
  const where = whereSql(table, selection, values);
  return `from ${rowsSql(table, values)} ${where ? `where ${where}` : ""}`;
}

function countsOf(weft: Weft): Remembered<Count> {
  let remembered = counts.get(weft);
  if (!remembered) counts.set(weft, (remembered = new Remembered(countsMax)));
  return remembered;
}

function keyOf(table: GrantedTable, selection: Selection): string {
  const { filter, search } = asSeen(table, selection);
  return JSON.stringify([table.id, filter, search, seenBy(table, selection)]);
}
