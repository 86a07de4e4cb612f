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
import type { NewChange } from "../changes/changes.store.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { getLockedTable, noteChange } from "../tables/tables.cache.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { listTrashedFields } from "../tables/tables.catalog.ts";
import type { CheckedRows, SentRow } from "./rows.cells.ts";
import { checkRows, namesUnknown } from "./rows.cells.ts";
import { addChoices } from "./rows.choices.ts";
import type { Keys } from "./rows.json-sql.ts";
import { placeField, placeRows } from "./rows.places.ts";
import { refuseChanged, refuseMissing } from "./rows.refusals.ts";
import type { WrittenRow } from "./rows.write-sql.ts";
import { deleteSql, insertSql, moveSql, updateSql } from "./rows.write-sql.ts";

/** Rows as the log keeps them: `cells` is its JSON text `{row id: {field id: cell}}`, of these rows and maybe of others. */
export interface LoggedRows {
  ids: number[];
  cells: string;
}

/** What is to be done to rows of one table, all of it or nothing; at least one part. A row stands in one part only. */
export interface RowWrite {
  delete?: number[];
  update?: (SentRow & { id: number; ifChange?: number })[];
  /** With `before`, where in the order of people's own: the table must have places then. */
  create?: (SentRow & { before?: number })[];
  /** Other places in the order of people's own, in the order of `ids`: before a row, or (null) after all. */
  move?: { ids: number[]; before: number | null };
  revert?: LoggedRows;
  restore?: LoggedRows;
  moveBack?: LoggedRows;
}

export interface WriteHow {
  parse?: boolean;
  /** Whether choices that are typed and not offered yet may be added. */
  addChoices?: boolean;
  /** How the rows in the answer name their cells; null = no rows are answered. */
  keys?: Keys | null;
  /** The change that this one undoes. */
  undoes?: number;
  /** Where in the request a row's id stands, by the part and its place there. */
  pathOf?: (kind: keyof RowWrite, index: number) => string;
  /** Asked under the lock, before anything is written. */
  before?: (trx: DataTransaction, table: CatalogTable) => Promise<void>;
}

export interface Written {
  change: number;
  /** Rows that were added. */
  created: number[];
  /** JSON text of each row that is there now, updated ones first, in the order they were given; empty without `keys`. */
  rows: string[];
}

/** What a change of several parts says of itself: ids of rows; those that were restored count as created. */
export interface WrittenDetail {
  created: number[];
  updated: number[];
  deleted: number[];
  /** Rows that made room. */
  moved: number[];
}

/** One part of a write: rows to which the same is done by one statement. */
interface Part {
  kind: keyof RowWrite;
  ids: number[];
  /** JSON text `{row id: {field id: cell}}`; "{}" for rows that go. */
  cells: string;
}

interface WrittenPart {
  kind: keyof RowWrite;
  ids: number[];
  rows: WrittenRow[];
}

const giveWayMs = 500;
const giveWayTries = 16;

const kinds: Record<keyof RowWrite, ChangeKind> = {
  create: "rows.created",
  update: "rows.updated",
  revert: "rows.updated",
  delete: "rows.deleted",
  restore: "rows.restored",
  move: "rows.moved",
  moveBack: "rows.moved",
};

/**
 * The one way rows are written, one by one or many: in one transaction it takes the table's next number, checks all
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
    const newRows = write.create?.length ?? 0;
    const taken =
      (await takeNumber(trx, tableId, newRows, { grown: growth(write), giveWayMs })) ?? refuseTable(tableId);
    const table = await getLockedTable(weft, trx, tableId, taken.number);
    await how.before?.(trx, table);
    const { newChoices, ...cells } = await checkSent(trx, table, write, how);
    let number = taken.number;
    if (newChoices.size > 0) {
      await addChoices(trx, actor, table, newChoices, number);
      number = ((await takeNumber(trx, tableId)) ?? refuseTable(tableId)).number;
    }
    const placed = await placeRows(trx, table, write, cells.create);
    const { keys = "name", pathOf = (_, index) => `rows.${index}.id` } = how;
    const parts: WrittenPart[] = [];
    for (const part of partsOf(write, cells, placed, taken.firstRow)) {
      const rows = await run(trx, table, part, number, keys);
      if (rows.length < part.ids.length) refuseMissing(table, part.ids, rows, (index) => pathOf(part.kind, index));
      if (part.kind === "update") await refuseChanged(weft, trx, table, write.update ?? [], rows);
      parts.push({ ...part, rows });
    }
    await appendChange(trx, actor, { tableId, number, ...loggedChange(parts), undoes: how.undoes ?? null });
    return { table, change: number, parts, edited: number !== taken.number };
  });
  const { change, parts } = written;
  if (!written.edited) noteChange(weft, written.table, change);
  return { change, created: parts.find(({ kind }) => kind === "create")?.ids ?? [], rows: parts.flatMap(inOrder) };
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
  return (write.create?.length ?? 0) + (write.restore?.ids.length ?? 0) - new Set(write.delete).size;
}

type Cells = Record<string, CellValue>;

/** Cells of the rows to update and to create by field id, checked together so that all faults are told at once. */
async function checkSent(
  trx: DataTransaction,
  table: CatalogTable,
  { update = [], create = [], delete: gone = [] }: RowWrite,
  how: WriteHow,
): Promise<{ update: Cells[]; create: Cells[]; newChoices: CheckedRows["newChoices"] }> {
  if (update.length + create.length === 0) return { update: [], create: [], newChoices: new Map() };
  const seen = new Set(gone);
  const issues: Fault[] = [];
  for (const { id, path } of update) {
    if (seen.has(id)) issues.push({ path, message: phrase`row ${String(id)} stands twice; put its cells together` });
    seen.add(id);
  }
  if (issues.length > 0)
    throw new Problem("row.invalid", phrase`Nothing was written: ${issues[0]?.message ?? ""}.`, issues);
  const sent = [...update, ...create];
  const { parse = false, addChoices = false } = how;
  const trashed = namesUnknown(table, sent) ? await listTrashedFields(trx, table.id) : [];
  const { rows, newChoices } = checkRows(table, sent, { parse, addChoices, trashed });
  return { update: rows.slice(0, update.length), create: rows.slice(update.length), newChoices };
}

/** The parts of a write in the order they are done: what goes first makes room for nothing, but is the cheapest to refuse. */
function partsOf(
  write: RowWrite,
  cells: { update: Cells[]; create: Cells[] },
  placed: LoggedRows,
  firstRow: number,
): Part[] {
  const updated = (write.update ?? []).map(({ id }) => id);
  const created = (write.create ?? []).map((_, index) => firstRow + index);
  const parts: Part[] = [
    { kind: "delete", ids: [...new Set(write.delete)], cells: "{}" },
    { kind: "update", ids: updated, cells: byId(updated, cells.update) },
    { kind: "revert", ...(write.revert ?? nothing) },
    { kind: "create", ids: created, cells: byId(created, cells.create) },
    { kind: "restore", ...(write.restore ?? nothing) },
    { kind: "move", ...placed },
    { kind: "moveBack", ...(write.moveBack ?? nothing) },
  ];
  return parts.filter(({ ids }) => ids.length > 0);
}

const nothing: LoggedRows = { ids: [], cells: "{}" };

async function run(
  trx: DataTransaction,
  table: CatalogTable,
  { kind, ids, cells }: Part,
  change: number,
  keys: Keys | null,
): Promise<WrittenRow[]> {
  // Cells of fields in the trash go and come back with their row: the field may come back too.
  const goesWhole = kind === "delete" || kind === "restore";
  const own = table.hasPlaces ? [...table.fields, placeField] : table.fields;
  const fields = goesWhole ? [...own, ...(await listTrashedFields(trx, table.id))] : own;
  const touched = touchedFields(fields, Object.values(JSON.parse(cells)));
  const input = { touched, cells, ids, change, keys };
  const statement = {
    create: () => insertSql(table, input),
    restore: () => insertSql(table, input),
    update: () => updateSql(table, input),
    revert: () => updateSql(table, input),
    move: () => moveSql(table, input),
    moveBack: () => moveSql(table, input),
    delete: () => deleteSql(table, fields, ids),
  }[kind]();
  const { rows } = await trx.executeQuery<WrittenRow>(CompiledQuery.raw(statement.text, statement.values));
  return rows;
}

/** Of `fields`, those that any row names. */
function touchedFields(fields: Field[], rows: Cells[]): Field[] {
  const named = new Set(rows.flatMap((cells) => Object.keys(cells)));
  return fields.filter((field) => named.has(field.id));
}

function byId(ids: number[], rows: Cells[]): string {
  return JSON.stringify(Object.fromEntries(rows.map((cells, index) => [String(ids[index]), cells])));
}

/** One part is a change of its own kind; several are one change that says which rows each of them touched. */
function loggedChange(parts: WrittenPart[]): Pick<NewChange, "kind" | "rowIds" | "before" | "after" | "detail"> {
  const rows = parts.flatMap((part) => part.rows);
  const idsOf = (...wanted: (keyof RowWrite)[]) => parts.flatMap(({ kind, ids }) => (wanted.includes(kind) ? ids : []));
  const [first] = parts;
  const detail: WrittenDetail = {
    created: idsOf("create", "restore"),
    updated: idsOf("update", "revert"),
    deleted: idsOf("delete"),
    moved: idsOf("move", "moveBack"),
  };
  return {
    kind: parts.length === 1 && first ? kinds[first.kind] : "rows.written",
    rowIds: parts.flatMap(({ ids }) => ids),
    before: cellsByRow(rows, "before"),
    after: cellsByRow(rows, "after"),
    detail: parts.length === 1 ? null : { ...detail },
  };
}

/** A row that is edited and makes room for another in one write stands once, with its cells and its place. */
function cellsByRow(rows: WrittenRow[], side: "before" | "after"): string | null {
  const cells = new Map<number, string>();
  for (const row of rows) {
    const text = row[side];
    if (text === undefined) continue;
    const other = cells.get(row.id);
    cells.set(row.id, other === undefined || other === "{}" ? text : `${other.slice(0, -1)},${text.slice(1)}`);
  }
  return cells.size > 0 ? `{${Array.from(cells, ([id, text]) => `"${id}":${text}`).join(",")}}` : null;
}

function inOrder({ ids, rows }: WrittenPart): string[] {
  const texts = new Map(rows.map((row) => [row.id, row.row]));
  return ids.flatMap((id) => texts.get(id) ?? []);
}
