import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { CellValue } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { noteChange } from "../tables/tables.cache.ts";
import { listTrashedFields } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { getLockedTable } from "../tables/tables.granted.ts";
import type { Granted } from "../workspaces/workspaces.access.ts";
import type { CheckedRows, SentRow } from "./rows.cells.ts";
import { checkRows, namesUnknown } from "./rows.cells.ts";
import { addChoices } from "./rows.choices.ts";
import type { Keys } from "./rows.json-sql.ts";
import type { WrittenPart } from "./rows.parts.ts";
import { inOrder, loggedChange, partsOf, writePart } from "./rows.parts.ts";
import { placeRows } from "./rows.places.ts";
import { refuseChanged, refuseMissing } from "./rows.refusals.ts";
import { refuseUnseen } from "./rows.unseen.ts";

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
  before?: (trx: DataTransaction, table: GrantedTable) => Promise<void>;
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

const giveWayMs = 500;
const giveWayTries = 16;

/**
 * The one way rows are written, one by one or many: in one transaction it takes the table's next number, checks all
 * cells, writes, and appends the change with before and after. Throws `row.invalid`, `row.not_found`, `row.changed` with
 * every fault, and then nothing is written. Rows that the writer does not see are not there, and none becomes one of them.
 */
export async function writeRows(
  weft: Weft,
  actor: Actor,
  granted: Granted,
  write: RowWrite,
  how: WriteHow = {},
): Promise<Written> {
  const { tableId } = granted;
  const written = await givingWay(weft, async (trx) => {
    const newRows = write.create?.length ?? 0;
    const taken =
      (await takeNumber(trx, tableId, newRows, { grown: growth(write), giveWayMs })) ?? refuseTable(tableId);
    const table = await getLockedTable(weft, trx, granted, taken.number);
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
      const rows = await writePart(trx, table, part, { change: number, keys, personId: actor.personId });
      if (rows.length < part.ids.length) refuseMissing(table, part.ids, rows, (index) => pathOf(part.kind, index));
      if (part.kind === "update") await refuseChanged(weft, trx, table, write.update ?? [], rows);
      parts.push({ ...part, rows });
    }
    await refuseUnseen(trx, table, parts, write);
    await appendChange(trx, actor, { tableId, number, ...loggedChange(parts), undoes: how.undoes ?? null });
    return { table, change: number, parts, edited: number !== taken.number };
  });
  const { change, parts } = written;
  if (!written.edited) noteChange(weft, written.table.whole, change);
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
  table: GrantedTable,
  { update = [], create = [], delete: deleted = [] }: RowWrite,
  how: WriteHow,
): Promise<{ update: Cells[]; create: Cells[]; newChoices: CheckedRows["newChoices"] }> {
  if (update.length + create.length === 0) return { update: [], create: [], newChoices: new Map() };
  const seen = new Set(deleted);
  const issues: Fault[] = [];
  for (const { id, path } of update) {
    if (seen.has(id)) issues.push({ path, message: phrase`row ${String(id)} stands twice; put its cells together` });
    seen.add(id);
  }
  if (issues.length > 0)
    throw new Problem("row.invalid", phrase`Nothing was written: ${issues[0]?.message ?? ""}.`, issues);
  const sent = [...update, ...create];
  const { parse = false, addChoices = false } = how;
  const gone = namesUnknown(table, sent) ? await listTrashedFields(trx, table.id) : [];
  const trashed = gone.filter((field) => !table.hiddenFieldIds.includes(field.id));
  const { rows, newChoices } = checkRows(table, sent, { parse, addChoices, trashed });
  return { update: rows.slice(0, update.length), create: rows.slice(update.length), newChoices };
}
