import type { CellValue, Field } from "@weft/model/fields/field";
import type { CellEdit, GridRow, RowWrites, WriteResult } from "../row-source.ts";

interface MemoryRowsOptions {
  fields: readonly Field[];
  rows: number;
  cellAt(row: number, column: number): CellValue;
}

/** Reads what was typed; null where values are taken as they are. */
type Parse = ((field: Field, text: string) => CellValue) | null;

/** Rows in the order of people's own, with all that was done to them. Those that nobody touched are made when looked at. */
export function createMemoryRows({ fields, rows, cellAt }: MemoryRowsOptions) {
  const columns = new Map(fields.map((field, index) => [field.id, index]));
  const edited = new Map<number, GridRow>();
  const added: GridRow[] = [];
  const deleted = new Set<number>();
  /** Ids in the order in which they stand, once that is not simply that of the ids. */
  let order: number[] | null = null;
  let changes = 0;

  const count = () => rows + added.length - deleted.size;
  const last = () => rows + added.length;
  const idAt = (place: number) => (order ? order[place]! : place + 1);
  const has = (rowId: number) => Number.isInteger(rowId) && rowId >= 1 && rowId <= last() && !deleted.has(rowId);

  /** A row that was edited or added; most are neither, and are asked for a million times over. */
  function touchedRow(rowId: number): GridRow | undefined {
    const changed = edited.size > 0 ? edited.get(rowId) : undefined;
    return changed ?? (rowId > rows ? added[rowId - rows - 1] : undefined);
  }

  function row(rowId: number): GridRow {
    return touchedRow(rowId) ?? { id: rowId, change: 0, cells: fields.map((_, column) => cellAt(rowId - 1, column)) };
  }

  function cell(rowId: number, column: number): CellValue {
    const touched = touchedRow(rowId);
    return touched ? touched.cells[column]! : cellAt(rowId - 1, column);
  }

  function columnOf(fieldId: string): number {
    const column = columns.get(fieldId);
    if (column === undefined) throw new Error(`There is no field ${fieldId}.`);
    return column;
  }

  function refuseGone(rowIds: readonly number[]): void {
    const gone = rowIds.find((id) => !has(id));
    if (gone !== undefined) throw new Error(`Row ${gone} is gone: somebody has deleted it.`);
  }

  function listIds(): number[] {
    return order ?? Array.from({ length: count() }, (_, place) => place + 1);
  }

  function applied(before: GridRow, edits: readonly CellEdit[], parse: Parse, change: number): GridRow {
    const cells = [...before.cells];
    for (const { fieldId, value } of edits) {
      const column = columnOf(fieldId);
      cells[column] = parse && typeof value === "string" ? parse(fields[column]!, value) : value;
    }
    return { id: before.id, change, cells };
  }

  function changed(edits: readonly CellEdit[], parse: Parse): GridRow[] {
    refuseGone(edits.map(({ rowId }) => rowId));
    return [...Map.groupBy(edits, ({ rowId }) => rowId)].map(([id, own]) => applied(row(id), own, parse, changes + 1));
  }

  function made(create: readonly Record<string, CellValue>[], parse: Parse): GridRow[] {
    return create.map((cells, index) => {
      const empty = { id: last() + 1 + index, change: 0, cells: fields.map(() => null) };
      const edits = Object.entries(cells).map(([fieldId, value]) => ({ rowId: empty.id, fieldId, value }));
      return applied(empty, edits, parse, changes + 1);
    });
  }

  /** Nothing is done before all of it is known to be right. */
  function write({ create = [], update = [], delete: gone = [] }: RowWrites, parse: Parse): WriteResult {
    refuseGone(gone);
    const after = changed(update, parse);
    const created = made(create, parse);
    if (gone.length > 0) order = listIds();
    changes += 1;
    for (const touched of after) edited.set(touched.id, touched);
    for (const touched of created) {
      added.push(touched);
      order?.push(touched.id);
    }
    for (const id of gone) deleted.add(id);
    if (gone.length > 0) order = order!.filter((id) => !deleted.has(id));
    return { change: changes, created: created.map(({ id }) => id), rows: [...after, ...created] };
  }

  function move(rowIds: readonly number[], before: number | null): void {
    refuseGone(before === null ? rowIds : [...rowIds, before]);
    const moved = new Set(rowIds);
    const all = listIds();
    const at = before === null ? all.length : all.indexOf(before);
    const stays = (id: number) => !moved.has(id);
    order = [...all.slice(0, at).filter(stays), ...rowIds, ...all.slice(at).filter(stays)];
  }

  return {
    get count() {
      return count();
    },
    idAt,
    has,
    row,
    cell,
    columnOf,
    write,
    move,
    update: (edits: readonly CellEdit[], parse: Parse) => write({ update: [...edits] }, parse).rows!,
    insert(create: Record<string, CellValue>[], before: number | null) {
      if (before !== null) refuseGone([before]);
      const { rows, created } = write({ create }, null);
      if (before !== null) move(created, before);
      return rows!;
    },
  };
}
