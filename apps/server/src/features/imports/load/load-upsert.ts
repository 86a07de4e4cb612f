import type { RawBuilder } from "kysely";
import { sql } from "kysely";
import { systemColumns } from "../../tables/tables.catalog.ts";
import { createPhysicalTable, tableReference } from "../../tables/tables.store.ts";
import type { PlannedColumn } from "../imports.columns.ts";
import { findKey } from "../imports.columns.ts";
import { enter, tableOf } from "./load-append.ts";
import { openWidening } from "./load-columns.ts";
import { undoTableOf } from "./load-replace.ts";
import { refuseRows } from "./load-refusals.ts";
import type { Load, Loaded } from "./load.ts";
import { copyInto, waitForTable } from "./load.ts";

/**
 * Rows whose key is in the table change those there, the others are added. The file lies in a side table first, where
 * doubtful keys are found; rows that would not change are left alone. What they hold before is kept for undo.
 */
export async function upsertRows(load: Load): Promise<Loaded> {
  const { trx, row, plan } = load;
  const table = tableOf(load);
  await waitForTable(trx, table.id);
  await using widening = await openWidening(load);
  const fields = plan.columns.map(({ field }) => field);
  const side = { baseId: table.baseId, id: `load_${row.id}`, fields };
  await createPhysicalTable(trx, side, { withKey: false });
  const totals = await copyInto(load, side.id, { freeze: true });
  await widening.addColumns();
  const keys = row.options.keys.flatMap((key) => findKey(plan.columns, key) ?? []);
  const names = { base: table.baseId, table: table.id, side: side.id, keys };
  await sql`analyze ${tableReference(side)}`.execute(trx);
  let refused = await refuseRows(load, names);
  const number = await enter(load, table, totals.newChoices, sql`row_estimate`);
  // From here on no row of the table is edited: what is found of them now is so when they are written.
  const { matched, ambiguous } = await countMatched(load, names);
  if (ambiguous > 0) refused += await refuseRows(load, names);
  const created = totals.loaded - refused - matched;
  await keepBefore(load, names);
  await updateRows(load, names, number);
  await insertRows(load, names);
  await sql`drop table ${tableReference(side)}`.execute(trx);
  await sql`update weft.tables set row_estimate = row_estimate + ${created} where id = ${table.id}`.execute(trx);
  return { tableId: table.id, tableName: table.name, number, read: totals.read, created, updated: matched };
}

/** The tables an upsert works on: `t` in the statements below is the table, `s` the side table with the file. */
export interface UpsertNames {
  base: string;
  table: string;
  side: string;
  keys: PlannedColumn[];
}

/** `t.key = s.key and …` */
export function sameKey({ keys }: UpsertNames): RawBuilder<unknown> {
  return sql.join(
    keys.map(({ field }) => sql`${sql.ref(`t.${field.id}`)} = ${sql.ref(`s.${field.id}`)}`),
    sql` and `,
  );
}

export function tablesOf({ base, table, side }: UpsertNames): { t: RawBuilder<unknown>; s: RawBuilder<unknown> } {
  return {
    t: sql`${tableReference({ baseId: base, id: table })} t`,
    s: sql`${tableReference({ baseId: base, id: side })} s`,
  };
}

/** The columns that an upsert writes into the rows it finds. */
function othersOf({ plan }: Load, { keys }: UpsertNames): PlannedColumn[] {
  return plan.columns.filter((column) => !keys.includes(column));
}

/** `(t.a, t.b) is distinct from (s.a, s.b)` over the columns that are not keys; false when there are none. */
function differs(load: Load, names: UpsertNames): RawBuilder<unknown> {
  const others = othersOf(load, names);
  if (others.length === 0) return sql`false`;
  const side = (alias: string) => sql.join(others.map(({ field }) => sql.ref(`${alias}.${field.id}`)));
  return sql`row(${side("t")}) is distinct from row(${side("s")})`;
}

/** Rows of the file that mean one row of the table; and those that mean several, since an edit has just given them one key. */
async function countMatched(load: Load, names: UpsertNames): Promise<{ matched: number; ambiguous: number }> {
  const { t, s } = tablesOf(names);
  const { rows } = await sql<{ matched: number; ambiguous: number }>`
    select count(*) filter (where found = 1) as matched, count(*) filter (where found > 1) as ambiguous
    from (select count(*) as found from ${s} join ${t} on ${sameKey(names)} group by s.id) rows`.execute(load.trx);
  return rows[0] ?? { matched: 0, ambiguous: 0 };
}

async function keepBefore(load: Load, names: UpsertNames): Promise<void> {
  const { t, s } = tablesOf(names);
  const undo = tableReference({ baseId: names.base, id: undoTableOf(load.row.id) });
  const kept = [systemColumns.id, ...othersOf(load, names).map(({ field }) => field.id)];
  const columns = sql.join(kept.map((name) => sql.ref(`t.${name}`)));
  await sql`
    create table ${undo} as
    select ${columns} from ${t} join ${s} on ${sameKey(names)} where ${differs(load, names)}`.execute(load.trx);
}

async function updateRows(load: Load, names: UpsertNames, number: number): Promise<void> {
  const { t, s } = tablesOf(names);
  const others = othersOf(load, names);
  if (others.length === 0) return;
  const cells = others.map(({ field }) => sql`${sql.id(field.id)} = ${sql.ref(`s.${field.id}`)}`);
  await sql`
    update ${t} set ${sql.id(systemColumns.change)} = ${number}, ${sql.join(cells)}
    from ${s} where ${sameKey(names)} and ${differs(load, names)}`.execute(load.trx);
}

async function insertRows(load: Load, names: UpsertNames): Promise<void> {
  const { t, s } = tablesOf(names);
  const columns = sql.join(
    [systemColumns.id, ...load.plan.columns.map(({ field }) => field.id)].map((name) => sql.id(name)),
  );
  await sql`
    insert into ${tableReference({ baseId: names.base, id: names.table })} (${columns})
    select ${columns} from ${s} where not exists (select from ${t} where ${sameKey(names)}) order by s.id`.execute(
    load.trx,
  );
}
