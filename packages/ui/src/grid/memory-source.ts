import type { CellValue, Field } from "@weft/model/fields/field";
import type { Sort } from "@weft/model/filter";
import { orderWithin } from "@weft/model/groups";
import type { Arrangement, OrderKey } from "./memory/arrange.ts";
import { arrangeRows, figuresOf, findText, keyOf, readGroups, readSummaries } from "./memory/memory-reading.ts";
import { createMemoryRows } from "./memory/memory-rows.ts";
import type { MemoryList } from "./memory/memory-seek.ts";
import { locateRow, readTotals, seekCell } from "./memory/memory-seek.ts";
import { createPatience } from "./memory/patience.ts";
import type { CellEdit, RowSource, SourceEvent } from "./row-source.ts";

export interface MemorySourceOptions {
  fields: readonly Field[];
  /** Rows that exist before anything is added; `cellAt` makes a cell when it is looked at, so that a million rows cost nothing. */
  rows: number;
  cellAt(row: number, column: number): CellValue;
  /** Text as typed to a cell's value; throws with a message for the person. */
  parse(field: Field, text: string): CellValue;
  /** Where days of dates with time begin. */
  timeZone: string;
}

/** Rows held by the page itself, in an order of its choice. */
export interface MemorySource extends RowSource {
  /** Puts the rows in another order; what is on screen stays until they stand in it. */
  choose(order: { group?: readonly Sort[]; sort?: readonly Sort[] }): void;
}

/** Rows held by the page itself: for the story page and tests. What takes long over many rows is done in short steps. */
export function createMemorySource(options: MemorySourceOptions): MemorySource {
  const { fields, parse, timeZone } = options;
  const listeners = new Set<(event: SourceEvent) => void>();
  const held = createMemoryRows(options);
  let keys: OrderKey[] = [];
  let arranged: Promise<Arrangement> | null = null;

  /** The chosen order, worked out when it is asked for, and anew where rows changed meanwhile. */
  async function arrangement(): Promise<Arrangement> {
    for (;;) {
      const asked = (arranged ??= arrangeRows(held, keys, createPatience()));
      const result = await asked;
      if (arranged === asked) return result;
    }
  }

  /** The places of rows in the chosen order; null as the rows stand by themselves. */
  async function placesInOrder(): Promise<Uint32Array | null> {
    return keys.length > 0 ? (await arrangement()).places : null;
  }

  /** Rows arranged by groups: those that come first in the chosen order are there already. */
  async function arrangedBy(groups: OrderKey[], signal: AbortSignal): Promise<Arrangement> {
    const isChosen = groups.every((key, at) => JSON.stringify(key) === JSON.stringify(keys[at]));
    if (!isChosen) return arrangeRows(held, groups, createPatience(signal));
    const { places, ranks } = await arrangement();
    return { places, ranks: ranks.slice(0, groups.length) };
  }

  async function list(): Promise<MemoryList> {
    const places = await placesInOrder();
    return { rows: held, idAt: (number) => held.idAt(places ? places[number]! : number) };
  }

  /** Rows that came, went or moved stand elsewhere, and those whose cells changed that the order goes by. */
  function written(edits: readonly CellEdit[] | "rows"): void {
    const isElsewhere = edits === "rows" || edits.some(({ fieldId }) => keys.some(({ field }) => field.id === fieldId));
    if (isElsewhere) arranged = null;
    if (edits === "rows") for (const listener of listeners) listener({ type: "rows" });
  }

  return {
    fields,
    get count() {
      return { rows: held.count, exact: true };
    },
    choose({ group = [], sort = [] }) {
      const within = orderWithin(group, sort, fields);
      keys = [...group.map((by) => keyOf(fields, by, timeZone)), ...within.map((by) => keyOf(fields, by))];
      written("rows");
    },
    async range(start, end, signal) {
      signal.throwIfAborted();
      const places = await placesInOrder();
      signal.throwIfAborted();
      const last = Math.min(end, held.count);
      return Array.from({ length: Math.max(0, last - start) }, (_, index) =>
        held.row(held.idAt(places ? places[start + index]! : start + index)),
      );
    },
    async row(rowId, signal) {
      signal.throwIfAborted();
      return held.has(rowId) ? held.row(rowId) : null;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async update(edits, { parse: isText }) {
      const rows = held.update(edits, isText ? parse : null);
      written(edits);
      return rows;
    },
    async insert(newRows, { before } = {}) {
      const rows = held.insert(newRows, before ?? null);
      written("rows");
      return rows;
    },
    async move(rowIds, { before }) {
      held.move(rowIds, before);
      written("rows");
    },
    async delete(rowIds) {
      held.write({ delete: rowIds }, null);
      written("rows");
    },
    async write(writes, { parse: isText }) {
      const result = held.write(writes, isText ? parse : null);
      const isShape = (writes.create?.length ?? 0) + (writes.delete?.length ?? 0) > 0;
      written(isShape ? "rows" : (writes.update ?? []));
      return result;
    },
    summaries: async (wanted, signal) => readSummaries(held, figuresOf(fields, wanted, false), signal),
    async groups(by, wanted, signal) {
      const figures = figuresOf(fields, wanted, true);
      const groups = by.map((sort) => keyOf(fields, sort, timeZone));
      return readGroups(held, await arrangedBy(groups, signal), figures, signal);
    },
    locate: async (rowId, signal) => locateRow(await list(), rowId, signal),
    seek: async (rowId, wanted, signal) => seekCell(await list(), rowId, wanted, signal),
    async totals(fieldIds, stretch, signal) {
      const chosen = fields.filter(({ id }) => fieldIds.includes(id));
      return readTotals(await list(), chosen, stretch, signal);
    },
    async findText(text, { from, limit }, signal) {
      return findText(held, fields, await placesInOrder(), { text, from, limit, signal });
    },
  };
}
