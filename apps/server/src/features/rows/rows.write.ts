import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeKind } from "@weft/api/changes";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { CellValue, Field } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import { CompiledQuery } from "kysely";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { getLockedTable, noteChange } from "../tables/tables.cache.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { listTrashedFields } from "../tables/tables.catalog.ts";
import type { CheckedRows, SentRow } from "./rows.cells.ts";
import { checkRows } from "./rows.cells.ts";
import { addChoices } from "./rows.choices.ts";
import type { Keys } from "./rows.json-sql.ts";
import { refuseChanged, refuseMissing } from "./rows.refusals.ts";
import type { WrittenRow } from "./rows.write-sql.ts";
import { deleteSql, insertSql, updateSql } from "./rows.write-sql.ts";

/** What is to be done to rows of one table, all of it or nothing. */
export type RowWrite =
  | { kind: "create"; rows: SentRow[] }
  | { kind: "update"; rows: (SentRow & { id: number; ifChange?: number })[] }
  | { kind: "delete"; ids: number[] }
  /** From the log: `cells` is its JSON text `{row id: {field id: cell}}`. */
  | { kind: "restore" | "revert"; ids: number[]; cells: string };

export interface WriteHow {
  parse?: boolean;
  /** Whether choices that are typed and not offered yet may be added. */
  addChoices?: boolean;
  keys?: Keys;
  /** The change that this one undoes. */
  undoes?: number;
  /** Asked under the lock, before anything is written. */
  before?: (trx: DataTransaction, table: CatalogTable) => Promise<void>;
}

export interface Written {
  change: number;
  ids: number[];
  /** JSON text of each row as it is now, in the order they were given; empty for deletes. */
  rows: string[];
}

const giveWayMs = 500;
const giveWayTries = 16;

const kinds: Record<RowWrite["kind"], ChangeKind> = {
  create: "rows.created",
  update: "rows.updated",
  revert: "rows.updated",
  delete: "rows.deleted",
  restore: "rows.restored",
};

/**
 * The one way rows are written one by one or in batches: in one transaction it takes the table's next number, checks all
 * cells, writes, and appends the change with before and after. Throws `row.invalid`, `row.not_found`, `row.changed` with
 * every fault, and then nothing is written. The caller has asked for access.
 */
export async function writeRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  write: RowWrite,
  how: WriteHow = {},
): Promise<Written> {
  const written = await givingWay(weft, async (trx) => {
    const newRows = write.kind === "create" ? write.rows.length : 0;
    const taken =
      (await takeNumber(trx, tableId, newRows, { grown: growth(write), giveWayMs })) ?? refuseTable(tableId);
    const table = await getLockedTable(weft, trx, tableId, taken.number);
    await how.before?.(trx, table);
    const checked = "rows" in write ? check(table, write.rows, how) : null;
    let number = taken.number;
    if (checked && checked.newChoices.size > 0) {
      await addChoices(trx, actor, table, checked.newChoices, number);
      number = ((await takeNumber(trx, tableId)) ?? refuseTable(tableId)).number;
    }
    const ids = idsOf(write, taken.firstRow);
    const rows = await run(trx, table, write, { ids, checked, number, keys: how.keys ?? "name" });
    if (rows.length < ids.length) refuseMissing(table, ids, rows);
    if (write.kind === "update") await refuseChanged(weft, trx, table, write.rows, rows);
    await appendChange(trx, actor, {
      tableId,
      number,
      kind: kinds[write.kind],
      rowIds: ids,
      before: cellsByRow(rows, "before"),
      after: cellsByRow(rows, "after"),
      undoes: how.undoes ?? null,
    });
    return { table, change: number, ids, rows: inOrder(ids, rows), edited: number !== taken.number };
  });
  if (!written.edited) noteChange(weft, written.table, written.change);
  return { change: written.change, ids: written.ids, rows: written.rows };
}

/**
 * A load or a schema edit may hold rows or the whole table while it waits for the number that this write has taken: then
 * the write gives way and begins anew, for up to about 10 s.
 */
async function givingWay<T>(weft: Weft, write: (trx: DataTransaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await weft.db.data.transaction().execute(write);
    } catch (error) {
      if (!["55P03", "40P01"].includes((error as { code?: string }).code ?? "")) throw error;
      if (attempt === giveWayTries)
        throw new Problem(
          "table.busy",
          phrase`The table is being loaded or altered just now: try again when that is done.`,
        );
      await sleep(50 + Math.random() * 100);
    }
  }
}

function refuseTable(tableId: string): never {
  throw new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
}

function growth(write: RowWrite): number {
  if (write.kind === "create") return write.rows.length;
  if (write.kind === "restore") return write.ids.length;
  return write.kind === "delete" ? -new Set(write.ids).size : 0;
}

function check(table: CatalogTable, rows: (SentRow & { id?: number })[], how: WriteHow): CheckedRows {
  const seen = new Map<number, string>();
  const issues: Fault[] = [];
  for (const { id, path } of rows) {
    if (id === undefined) continue;
    if (seen.has(id)) issues.push({ path, message: phrase`row ${String(id)} stands twice; put its cells together` });
    seen.set(id, path);
  }
  if (issues.length > 0)
    throw new Problem("row.invalid", phrase`Nothing was written: ${issues[0]?.message ?? ""}.`, issues);
  return checkRows(table, rows, { parse: how.parse ?? false, addChoices: how.addChoices ?? false });
}

function idsOf(write: RowWrite, firstRow: number): number[] {
  if (write.kind === "create") return write.rows.map((_, index) => firstRow + index);
  return write.kind === "update" ? write.rows.map((row) => row.id) : [...new Set(write.ids)];
}

async function run(
  trx: DataTransaction,
  table: CatalogTable,
  write: RowWrite,
  work: { ids: number[]; checked: CheckedRows | null; number: number; keys: Keys },
): Promise<WrittenRow[]> {
  const { ids, checked, number, keys } = work;
  const cells = "cells" in write ? write.cells : JSON.stringify(byId(ids, checked?.rows ?? []));
  // Cells of fields in the trash go and come back with their row: the field may come back too.
  const goesWhole = write.kind === "delete" || write.kind === "restore";
  const fields = goesWhole ? [...table.fields, ...(await listTrashedFields(trx, table.id))] : table.fields;
  const touched = touchedFields(fields, "cells" in write ? Object.values(JSON.parse(cells)) : (checked?.rows ?? []));
  const statement = {
    create: () => insertSql(table, touched, cells, number, keys),
    restore: () => insertSql(table, touched, cells, number, keys),
    update: () => updateSql(table, touched, cells, ids, number, keys),
    revert: () => updateSql(table, touched, cells, ids, number, keys),
    delete: () => deleteSql(table, fields, ids),
  }[write.kind]();
  const { rows } = await trx.executeQuery<WrittenRow>(CompiledQuery.raw(statement.text, statement.values));
  return rows;
}

/** Of `fields`, those that any row names. */
function touchedFields(fields: Field[], rows: Record<string, CellValue>[]): Field[] {
  const named = new Set(rows.flatMap((cells) => Object.keys(cells)));
  return fields.filter((field) => named.has(field.id));
}

function byId(ids: number[], rows: Record<string, CellValue>[]): Record<string, Record<string, CellValue>> {
  return Object.fromEntries(rows.map((cells, index) => [String(ids[index]), cells]));
}

function cellsByRow(rows: WrittenRow[], side: "before" | "after"): string | null {
  if (rows[0]?.[side] === undefined) return null;
  return `{${rows.map((row) => `"${row.id}":${row[side]}`).join(",")}}`;
}

function inOrder(ids: number[], rows: WrittenRow[]): string[] {
  const texts = new Map(rows.map((row) => [row.id, row.row]));
  return ids.flatMap((id) => texts.get(id) ?? []);
}
