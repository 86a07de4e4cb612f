import type { ChangeKind } from "@weft/api/changes";
import type { CellValue, Field } from "@weft/model/fields/field";
import { CompiledQuery } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { NewChange } from "../changes/changes.store.ts";
import { fillAuthors } from "../tables/tables.authors.ts";
import { listTrashedFields, systemColumns } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import type { Keys } from "./rows.json-sql.ts";
import { placeField } from "./rows.places.ts";
import type { WrittenRow } from "./rows.write-sql.ts";
import { deleteSql, insertSql, moveSql, updateSql } from "./rows.write-sql.ts";
import type { LoggedRows, RowWrite, WrittenDetail } from "./rows.write.ts";

/** One part of a write: rows to which the same is done by one statement. */
interface Part {
  kind: keyof RowWrite;
  ids: number[];
  /** JSON text `{row id: {field id: cell}}`; "{}" for rows that go. */
  cells: string;
}

export interface WrittenPart {
  kind: keyof RowWrite;
  ids: number[];
  rows: WrittenRow[];
}

const kinds: Record<keyof RowWrite, ChangeKind> = {
  create: "rows.created",
  update: "rows.updated",
  revert: "rows.updated",
  delete: "rows.deleted",
  restore: "rows.restored",
  move: "rows.moved",
  moveBack: "rows.moved",
};

type Cells = Record<string, CellValue>;

/** Who made a row, as the log keeps it beside the cells of one that goes. */
const authorField = {
  id: systemColumns.author,
  name: systemColumns.author,
  description: null,
  type: "text",
  options: {},
} satisfies Field;

/** The parts of a write in the order they are done: what goes first makes room for nothing, but is the cheapest to refuse. */
export function partsOf(
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

/** Does one part; rows that are not there, or not the writer's to see, are missing in what it gives. */
export async function writePart(
  trx: DataTransaction,
  table: GrantedTable,
  { kind, ids, cells }: Part,
  { change, keys, personId }: { change: number; keys: Keys | null; personId: string },
): Promise<WrittenRow[]> {
  // Cells of fields that are hidden from the writer, or in the trash, go and come back with their row.
  const goesWhole = kind === "delete" || kind === "restore";
  const own = table.hasPlaces ? [...table.whole.fields, placeField] : table.whole.fields;
  const fields = goesWhole ? [...own, ...(await beyond(trx, table))] : own;
  const touched = touchedFields(fields, Object.values(JSON.parse(cells)));
  const input = { touched, cells, ids, change, keys };
  const statement = {
    create: () => insertSql(table, table.hasAuthors ? { ...input, author: personId } : input),
    restore: () => insertSql(table, input),
    update: () => updateSql(table, input),
    revert: () => updateSql(table, input),
    move: () => moveSql(table, input),
    moveBack: () => moveSql(table, input),
    delete: () => deleteSql(table, fields, ids),
  }[kind]();
  const { rows } = await trx.executeQuery<WrittenRow>(CompiledQuery.raw(statement.text, statement.values));
  // Rows that went before they knew who made them.
  if (kind === "restore" && table.hasAuthors) await fillAuthors(trx, table, table.id, ids);
  return rows;
}

/** What goes and comes back with a row besides the cells of its fields. */
async function beyond(trx: DataTransaction, { id, hasAuthors }: GrantedTable): Promise<Field[]> {
  const trashed = await listTrashedFields(trx, id);
  return hasAuthors ? [authorField, ...trashed] : trashed;
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
export function loggedChange(parts: WrittenPart[]): Pick<NewChange, "kind" | "rowIds" | "before" | "after" | "detail"> {
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

/** JSON text of a part's rows that are there now, in the order they were given. */
export function inOrder({ ids, rows }: WrittenPart): string[] {
  const texts = new Map(rows.map((row) => [row.id, row.row]));
  return ids.flatMap((id) => texts.get(id) ?? []);
}
