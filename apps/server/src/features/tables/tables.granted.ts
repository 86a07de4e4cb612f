import assert from "node:assert/strict";
import type { Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import { resolveFilter } from "@weft/model/filters/resolve";
import type { TableView } from "@weft/model/grants/table-rules";
import { noRows, viewOf } from "@weft/model/grants/table-rules";
import type { Kysely } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import type { Granted } from "../workspaces/workspaces.access.ts";
import { findRemembered, getLockedCatalog, hasSameRules, isCurrent, isSameTable, refresh } from "./tables.cache.ts";
import type { CatalogTable } from "./tables.catalog.ts";
import { getCatalogTable } from "./tables.catalog.ts";

declare const ruled: unique symbol;

/** What rows must pass for somebody. */
interface RowRule {
  /** By field id, fit for the compiler; it may name fields that are hidden from them. */
  filter: Filter | null;
  /** Whose rows alone; null = anybody's. */
  ownOf: string | null;
}

/**
 * A table as one person may see it: whatever reads or writes rows takes this. Only what asked for access can make one, and
 * the rules are in it, so they cannot be left out.
 */
export interface GrantedTable extends Omit<CatalogTable, "rules"> {
  readonly [ruled]: true;
  /** Those they see. */
  fields: Field[];
  hiddenFieldIds: string[];
  readOnlyFieldIds: string[];
  /** null = they see all rows. */
  rule: RowRule | null;
  /** Tells apart who sees different things; null = all of the table. Periods such as today stay as they are in it. */
  sight: string | null;
  /** The table itself, for what is not told to people: SQL of the rule, what the log keeps. */
  whole: CatalogTable;
}

/** The table as the person sees it who was let at it. */
export function grantTable(table: CatalogTable, { tableId, role, person }: Granted): GrantedTable {
  assert.equal(tableId, table.id, "access was given to this very table");
  return table.rules ? narrow(table, viewOf(table.rules, { role }, person), person.id) : openTable(table);
}

/** A table that hides nothing from anybody. */
function openTable(table: CatalogTable): GrantedTable {
  return narrow(table, { hiddenFieldIds: [], readOnlyFieldIds: [], filter: null, ownRowsOnly: false }, "");
}

function narrow(table: CatalogTable, view: TableView, personId: string): GrantedTable {
  const { hiddenFieldIds, readOnlyFieldIds, filter, ownRowsOnly } = view;
  const { rules: _, ...shown } = table;
  const ownOf = ownRowsOnly ? personId : null;
  const hasRule = filter !== null || ownRowsOnly;
  return {
    ...shown,
    fields: hiddenFieldIds.length > 0 ? table.fields.filter(({ id }) => !hiddenFieldIds.includes(id)) : table.fields,
    hiddenFieldIds,
    readOnlyFieldIds,
    rule: hasRule ? { filter: filter && resolveRule(filter, table.fields), ownOf } : null,
    sight: hasRule || hiddenFieldIds.length > 0 ? JSON.stringify([hiddenFieldIds.toSorted(), filter, ownOf]) : null,
    whole: table,
  } as GrantedTable;
}

/** A rule that does not fit the table any more, as when its field was deleted or retyped, lets no row pass. */
function resolveRule(filter: Filter, fields: readonly Field[]): Filter {
  // One by one: put together they would be nested deeper than a filter may be.
  const parts = ("all" in filter ? filter.all : [filter]).map((part) => resolveFilter(part, fields));
  const all = parts.flatMap((part) => (part.ok ? [part.filter] : []));
  return all.length === parts.length ? { all } : noRows;
}

/** A table from the catalog as the person sees it who was let at it. */
export async function getGrantedTable(
  db: Kysely<WeftTables>,
  granted: Granted,
  options: { trashed?: boolean } = {},
): Promise<GrantedTable> {
  return grantTable(await getCatalogTable(db, granted.tableId, options), granted);
}

/** The table under the lock that `takeNumber` took for change `number`, as the writer sees it; mostly without a round trip. */
export async function getLockedTable(
  weft: Weft,
  trx: DataTransaction,
  granted: Granted,
  number: number,
): Promise<GrantedTable> {
  return grantTable(await getLockedCatalog(weft, trx, granted.tableId, number), granted);
}

/**
 * Reads with a remembered table and no extra round trip. Every schema edit is a change, so `read` tells the change
 * number of its own snapshot: when that is not the one the table was remembered at, the catalog is read anew, and if the
 * fields or rules turned out different, so is the data. `read` gives undefined when the table is gone. While access is still
 * being asked for, which saves a round trip of three, a table without rules is read already, and one with rules as `personId`
 * saw it last; nobody hears of a row, or of a fault, before access is given, nor if it turns out to be another.
 */
export async function withTable<T extends { change: number }>(
  weft: Weft,
  tableId: string,
  asking: Granted | Promise<Granted>,
  read: (table: GrantedTable) => Promise<T | undefined>,
  personId?: string,
): Promise<T> {
  const reading = readCurrent(weft, tableId, { asking, guess: findGuess(weft, tableId, personId) }, read);
  reading.catch(() => {});
  const granted = await asking;
  if (granted.person.id === personId) keepGuess(weft, granted);
  return reading;
}

async function readCurrent<T extends { change: number }>(
  weft: Weft,
  tableId: string,
  { asking, guess }: { asking: Granted | Promise<Granted>; guess: Granted | undefined },
  read: (table: GrantedTable) => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const table = findRemembered(weft, tableId) ?? (await refresh(weft, tableId));
    const granted = table.rules && ((attempt === 0 && guess) || (await asking));
    const isRight = async () => granted === null || isSameGrant(granted, await asking);
    let result: T | undefined;
    try {
      result = await read(granted ? grantTable(table, granted) : openTable(table));
    } catch (error) {
      if (!(await isRight())) continue;
      // A column that is not there any more, or a field that is there by now: believe it only if the catalog is as it
      // was, for a field can be retyped between the reading of a fresh catalog and that of the rows too.
      const now = await refresh(weft, tableId);
      if (isSameTable(now, table)) throw error;
      continue;
    }
    if (!(await isRight())) continue;
    if (result && (await isCurrent(weft, weft.db.data, table, result.change))) return result;
    const now = await refresh(weft, tableId);
    // A table that is edited all the time is read as it was, but never by rules that hold no more.
    if (result && (isSameTable(now, table) || (attempt >= 3 && hasSameRules(now, table)))) return result;
  }
}

const guessesMax = 10_000;
const guesses = new WeakMap<Weft, Map<string, Granted>>();

/** How somebody was let at a table last time. */
function findGuess(weft: Weft, tableId: string, personId: string | undefined): Granted | undefined {
  return personId === undefined ? undefined : guesses.get(weft)?.get(`${tableId} ${personId}`);
}

function keepGuess(weft: Weft, granted: Granted): void {
  const kept = guesses.get(weft) ?? new Map<string, Granted>();
  guesses.set(weft, kept);
  const key = `${granted.tableId} ${granted.person.id}`;
  kept.delete(key);
  kept.set(key, granted);
  const oldest = kept.keys().next().value;
  if (kept.size > guessesMax && oldest !== undefined) kept.delete(oldest);
}

function isSameGrant(a: Granted, b: Granted): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
