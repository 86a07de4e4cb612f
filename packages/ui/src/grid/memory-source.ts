import type { CellValue, Field } from "@weft/model/fields/field";
import type { CellEdit, GridRow, RowSource, SourceEvent } from "./row-source.ts";

export interface MemorySourceOptions {
  fields: readonly Field[];
  /** Rows that exist before anything is added; `rowAt` makes each when it is looked at, so that a million cost nothing. */
  rows: number;
  rowAt(index: number): GridRow;
  /** Text as typed to a cell's value; throws with a message for the person. */
  parse(field: Field, text: string): CellValue;
}

/** Rows held by the page itself: for the story page and tests. */
export function createMemorySource({ fields, rows, rowAt, parse }: MemorySourceOptions): RowSource {
  const listeners = new Set<(event: SourceEvent) => void>();
  const columns = new Map(fields.map((field, index) => [field.id, index]));
  const edited = new Map<number, GridRow>();
  const added: GridRow[] = [];
  const deleted = new Set<number>();
  /** Ascending places of deleted rows among all that ever were. */
  let gaps: number[] = [];
  /** Ids in the order of people's own, once a row was moved or put between others. */
  let order: number[] | null = null;
  let changes = 0;

  function tell(event: SourceEvent): void {
    for (const listener of listeners) listener(event);
  }

  function made(place: number): GridRow {
    const row = place < rows ? rowAt(place) : added[place - rows]!;
    return edited.get(row.id) ?? row;
  }

  /** Where the row shown at `index` stands among all that ever were. */
  function placeOf(index: number): number {
    if (order) return order[index]! - 1;
    let place = index;
    for (const gap of gaps) {
      if (gap > place) break;
      place += 1;
    }
    return place;
  }

  function findRow(rowId: number): GridRow {
    const last = rows + added.length;
    const row = rowId >= 1 && rowId <= last && !deleted.has(rowId) ? made(rowId - 1) : undefined;
    if (row?.id !== rowId) throw new Error(`Row ${rowId} is gone: somebody has deleted it.`);
    return row;
  }

  function applied(row: GridRow, edits: CellEdit[], isText: boolean, change: number): GridRow {
    const cells = [...row.cells];
    for (const { fieldId, value } of edits) {
      const column = columns.get(fieldId);
      const field = column === undefined ? undefined : fields[column];
      if (column === undefined || !field) throw new Error(`There is no field ${fieldId}.`);
      cells[column] = isText && typeof value === "string" ? parse(field, value) : value;
    }
    return { id: row.id, change, cells };
  }

  function changed(edits: CellEdit[], isText: boolean): GridRow[] {
    const byRow = Map.groupBy(edits, (edit) => edit.rowId);
    return [...byRow].map(([id, edits]) => applied(findRow(id), edits, isText, changes + 1));
  }

  function add(newRows: Record<string, CellValue>[], isText: boolean): GridRow[] {
    const first = rows + added.length + 1;
    const made = newRows.map((cells, index) => {
      const empty = { id: first + index, change: changes, cells: fields.map(() => null) };
      const edits = Object.entries(cells).map(([fieldId, value]) => ({ rowId: empty.id, fieldId, value }));
      return applied(empty, edits, isText, changes);
    });
    for (const row of made) {
      added.push(row);
      order?.push(row.id);
    }
    return made;
  }

  function remove(rowIds: number[]): void {
    for (const id of rowIds) findRow(id);
    for (const id of rowIds) deleted.add(id);
    order = order && order.filter((id) => !deleted.has(id));
    gaps = [...deleted].map((id) => id - 1).sort((a, b) => a - b);
  }

  function reorder(rowIds: number[], before: number | null): void {
    for (const id of before === null ? rowIds : [...rowIds, before]) findRow(id);
    const moved = new Set(rowIds);
    const all = order ?? Array.from({ length: count() }, (_, index) => placeOf(index) + 1);
    const at = before === null ? all.length : all.indexOf(before);
    const stays = (id: number) => !moved.has(id);
    order = [...all.slice(0, at).filter(stays), ...rowIds, ...all.slice(at).filter(stays)];
  }

  const count = () => rows + added.length - deleted.size;
  return {
    fields,
    get count() {
      return { rows: count(), exact: true };
    },
    async range(start, end) {
      const last = Math.min(end, count());
      return Array.from({ length: Math.max(0, last - start) }, (_, index) => made(placeOf(start + index)));
    },
    async row(rowId) {
      const isThere = rowId >= 1 && rowId <= rows + added.length && !deleted.has(rowId);
      return isThere ? made(rowId - 1) : null;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async update(edits, options) {
      const rows = changed(edits, options.parse);
      changes += 1;
      for (const row of rows) edited.set(row.id, row);
      return rows;
    },
    async insert(newRows, { before } = {}) {
      if (before !== undefined) findRow(before);
      changes += 1;
      const made = add(newRows, false);
      if (before !== undefined) {
        const ids = made.map(({ id }) => id);
        reorder(ids, before);
      }
      tell({ type: "rows" });
      return made;
    },
    async move(rowIds, { before }) {
      reorder(rowIds, before);
      tell({ type: "rows" });
    },
    async delete(rowIds) {
      remove(rowIds);
      tell({ type: "rows" });
    },
    async write({ create = [], update = [], delete: gone = [] }, options) {
      for (const id of gone) findRow(id);
      const rows = changed(update, options.parse);
      changes += 1;
      const made = add(create, options.parse);
      for (const row of rows) edited.set(row.id, row);
      remove(gone);
      if (made.length + gone.length > 0) tell({ type: "rows" });
      return { change: changes, created: made.map(({ id }) => id), rows: [...rows, ...made] };
    },
  };
}
