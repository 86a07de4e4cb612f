import type { CellValue, Field, FieldType } from "@weft/model/fields/field";
import type { Sort } from "@weft/model/filter";
import type { RowGroup } from "@weft/model/groups";
import { groupsMax, isGroupable } from "@weft/model/groups";
import type { SummaryValues } from "@weft/model/summaries";
import { summariesOf } from "@weft/model/summaries";
import type { Finds, WantedFigures } from "../row-source.ts";
import type { Arrangement, OrderKey } from "./arrange.ts";
import { arrange } from "./arrange.ts";
import type { Figure } from "./memory-figures.ts";
import { createFigure } from "./memory-figures.ts";
import type { createMemoryRows } from "./memory-rows.ts";
import type { Patience } from "./patience.ts";
import { createPatience, stepsAtOnce } from "./patience.ts";

type MemoryRows = ReturnType<typeof createMemoryRows>;

/** A sort as a key of an order; groups put dates with time together by their day in a zone, and empty texts with empty cells. */
export function keyOf(fields: readonly Field[], { field: id, direction }: Sort, groupedIn?: string): OrderKey {
  const field = fields.find((field) => field.id === id);
  if (!field) throw new Error(`There is no field ${id}.`);
  const isGroup = groupedIn !== undefined;
  if (isGroup && !isGroupable(field.type)) throw new Error(`Rows cannot be grouped by ${field.name}.`);
  if (isGroup && field.type === "datetime") return { field, direction, dayIn: groupedIn };
  return { field, direction, ...(isGroup && field.type === "text" ? { filled: true } : {}) };
}

/** All rows in the order of keys. */
export function arrangeRows(rows: MemoryRows, keys: readonly OrderKey[], patience: Patience): Promise<Arrangement> {
  const cell = (place: number, { field }: OrderKey) => rows.cell(rows.idAt(place), rows.columnOf(field.id));
  return arrange(rows.count, keys, cell, patience);
}

/** The groups that arranged rows fall into, with the figures of each. */
export async function readGroups(
  rows: MemoryRows,
  { places, ranks }: Arrangement,
  wanted: readonly WantedFigure[],
  signal: AbortSignal,
): Promise<RowGroup[]> {
  const patience = createPatience(signal);
  const found: { group: RowGroup; figures: Figure[] }[] = [];
  let before = -1;
  for (let at = 0; at < places.length; at += 1) {
    if (at % stepsAtOnce === 0) await patience.rest();
    const place = places[at]!;
    if (before < 0 || ranks.some(({ of }) => of[place] !== of[before])) {
      const group = { keys: ranks.map(({ of, values }) => values[of[place]!]!), rows: 0 };
      found.push({ group, figures: wanted.map(({ make }) => make()) });
      if (found.length > groupsMax) throw new Error(`These rows fall into more than ${groupsMax} groups.`);
    }
    const { group, figures } = found.at(-1)!;
    group.rows += 1;
    const id = rows.idAt(place);
    for (let index = 0; index < figures.length; index += 1) figures[index]!.add(rows.cell(id, wanted[index]!.column));
    before = place;
  }
  signal.throwIfAborted();
  return found.map(({ group, figures }) =>
    wanted.length > 0 ? { ...group, values: valuesOf(wanted, figures) } : group,
  );
}

/** Figures of whole columns. */
export async function readSummaries(
  rows: MemoryRows,
  wanted: readonly WantedFigure[],
  signal: AbortSignal,
): Promise<SummaryValues> {
  const figures = wanted.map(({ make }) => make());
  const patience = createPatience(signal);
  for (let place = 0; place < rows.count; place += 1) {
    if (place % stepsAtOnce === 0) await patience.rest();
    const id = rows.idAt(place);
    for (let index = 0; index < figures.length; index += 1) figures[index]!.add(rows.cell(id, wanted[index]!.column));
  }
  signal.throwIfAborted();
  return valuesOf(wanted, figures);
}

interface WantedFigure {
  id: string;
  kind: string;
  column: number;
  make(): Figure;
}

/** What is to be worked out; refuses what a field does not have, and bars of groups, as the server does. */
export function figuresOf(fields: readonly Field[], wanted: WantedFigures, ofGroups: boolean): WantedFigure[] {
  return Object.entries(wanted).map(([id, kind]) => {
    const { field } = keyOf(fields, { field: id, direction: "asc" });
    if (!summariesOf[field.type].includes(kind) || (ofGroups && kind === "histogram"))
      throw new Error(`${field.name} has no ${kind} here.`);
    return { id, kind, column: fields.indexOf(field), make: () => createFigure(field, kind) };
  });
}

function valuesOf(wanted: readonly WantedFigure[], figures: readonly Figure[]): SummaryValues {
  return Object.fromEntries(wanted.map(({ id, kind }, index) => [id, { [kind]: figures[index]!.value() }]));
}

/** The numbers of rows that hold a text, in the order of `places`, or as they stand. */
export async function findText(
  rows: MemoryRows,
  fields: readonly Field[],
  places: Uint32Array | null,
  { text, from, limit, signal }: { text: string; from: number; limit: number; signal: AbortSignal },
): Promise<Finds> {
  const patience = createPatience(signal);
  const holds = holdsText(text, fields);
  const all: number[] = [];
  for (let at = 0; at < rows.count; at += 1) {
    if (at % stepsAtOnce === 0) await patience.rest();
    const id = rows.idAt(places ? places[at]! : at);
    if (holds((column) => rows.cell(id, column))) all.push(at);
  }
  signal.throwIfAborted();
  const before = all.filter((at) => at < from).length;
  return { rows: all.slice(before, before + limit), before, total: all.length };
}

/** Types written in digits and signs alone: a word stands in none of them. */
const wordless = new Set<FieldType>(["number", "date", "datetime"]);

function holdsText(text: string, fields: readonly Field[]): (cell: (column: number) => CellValue) => boolean {
  const wanted = text.toLowerCase();
  const isDigits = /^[\d .:+-]*$/.test(text);
  const columns = fields.flatMap(({ type }, column) =>
    type === "boolean" || (!isDigits && wordless.has(type)) ? [] : { column, type },
  );
  return (cell) => columns.some(({ column, type }) => textOf(cell(column), type).toLowerCase().includes(wanted));
}

function textOf(value: CellValue, type: FieldType): string {
  if (value === null) return "";
  if (type === "datetime") return String(value).replace("T", " ");
  return type === "json" ? JSON.stringify(value) : String(value);
}
