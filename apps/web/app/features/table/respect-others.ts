import type { Change } from "@weft/api/changes";
import type { CellValue } from "@weft/model/fields/field";
import type { Cells, KeptWrite, WriteBody } from "./kept-writes.ts";

/** A cell that somebody else has set while a write waited, and that stays as they left it. */
interface TheirCell {
  rowId: number;
  fieldId: string;
  now: CellValue;
}

/** What is left of a write that has waited when others' changes of that time stand. */
export interface Respected {
  /** The very body of the write where nobody was in between. */
  body: WriteBody;
  theirs: TheirCell[];
  /** Rows whose cells were to be set and that are deleted. */
  gone: number[];
}

/** Takes out of a write what others have changed since it was made, to neither what it was nor what it shall be. */
export function respectOthers(write: KeptWrite, changes: readonly Change[]): Respected {
  const { cells, deleted } = standOf(changes);
  const theirs: TheirCell[] = [];
  const gone: number[] = [];
  const update: WriteBody["update"] = [];
  for (const row of write.body.update) {
    if (deleted.has(row.id)) {
      gone.push(row.id);
      continue;
    }
    const found = theirCells(row, write, cells.get(row.id));
    if (found.length === 0) update.push(row);
    else {
      theirs.push(...found);
      const left = Object.entries(row.cells).filter(([fieldId]) => !found.some((cell) => cell.fieldId === fieldId));
      if (left.length > 0) update.push({ id: row.id, cells: Object.fromEntries(left) });
    }
  }
  const remove = write.body.delete.filter((id) => !deleted.has(id));
  const isWhole = theirs.length + gone.length === 0 && remove.length === write.body.delete.length;
  return { body: isWhole ? write.body : { ...write.body, update, delete: remove }, theirs, gone };
}

/** Whether a body has nothing left to do. */
export function isEmptyBody({ create, update, delete: gone }: WriteBody): boolean {
  return create.length + update.length + gone.length === 0;
}

/** How cells stand after changes, as far as these touched them, and which rows are deleted. */
function standOf(changes: readonly Change[]): { cells: Map<number, Cells>; deleted: Set<number> } {
  const cells = new Map<number, Cells>();
  const deleted = new Set<number>();
  for (const { kind, rowIds, after, detail } of changes) {
    for (const [id, set] of Object.entries(after ?? {}))
      cells.set(Number(id), { ...cells.get(Number(id)), ...(set as Cells) });
    const { created = [], deleted: removed = [] } = kind === "rows.written" ? (detail as Detail) : {};
    for (const id of kind === "rows.deleted" ? rowIds : removed) deleted.add(id);
    for (const id of kind === "rows.restored" ? rowIds : created) deleted.delete(id);
  }
  return { cells, deleted };
}

interface Detail {
  created?: number[];
  deleted?: number[];
}

function theirCells(row: WriteBody["update"][number], write: KeptWrite, now: Cells | undefined): TheirCell[] {
  if (!now) return [];
  return Object.entries(row.cells).flatMap(([fieldId, wanted]) => {
    const value = now[fieldId];
    const before = write.before[row.id]?.[fieldId];
    if (value === undefined || before === undefined || isSame(value, before) || isSame(value, wanted)) return [];
    return [{ rowId: row.id, fieldId, now: value }];
  });
}

function isSame(one: CellValue, other: CellValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
