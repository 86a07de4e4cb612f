import type { Change } from "@weft/api/changes";
import type { Client } from "@weft/api/client";
import { findRows } from "@weft/api/finds";
import { Problem } from "@weft/api/problems";
import { groupRows, summarizeRows } from "@weft/api/figures";
import type { Row } from "@weft/api/rows";
import { createRows, deleteRows, getRow, listRows, moveRows, writeRows } from "@weft/api/rows";
import type { CellValue, Field } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import { makeUuid } from "@weft/model/uuid";
import type { CellEdit, GridRow, RowCount, RowSource, SourceEvent } from "@weft/ui/grid/row-source";
import type { Finds } from "./find-steps.ts";
import type { PatientEdits } from "./patient-edits.ts";
import type { TableLook } from "./table-address.ts";
import { sortText } from "./table-address.ts";
import type { WriteQueue } from "./write-queue.ts";

/** What a source asks for: the part of a look that chooses and orders rows. */
export type Selection = Pick<TableLook, "filter" | "sort" | "search" | "group"> & {
  /** Where `today` is today, and where days begin. */
  zone: string;
};

/** A page of rows as the server gave it. */
export interface FirstPage {
  rows: GridRow[];
  count: RowCount;
  /** The table's change number it was read at. */
  change: number;
}

/** A grid's rows on the server, with what only the page needs. */
export interface RemoteSource extends RowSource {
  /** Chooses other rows or another order; what is on screen stays until the new rows are there. */
  choose(selection: Selection): void;
  /** Applies a change from the log; changes that come out of order must not be handed in. */
  apply(change: Change): void;
  /** Reads rows and count anew. */
  refresh(): void;
  /** Row numbers of the present list whose rows hold a text, from one on. */
  findText(text: string, place: { from: number; limit: number }, signal: AbortSignal): Promise<Finds>;
}

export interface RemoteSourceOptions {
  api: Client;
  tableId: string;
  fields: readonly Field[];
  selection: Selection;
  first: FirstPage;
  queue: WriteQueue;
  edits: PatientEdits;
  /** A write of this tab was committed under this number: the way back for undo. */
  onWritten(change: number): void;
}

/** Reads a page of rows, with an estimate of their number. */
export async function readPage(
  api: Client,
  tableId: string,
  selection: Selection,
  place: { offset: number; limit: number },
  signal?: AbortSignal,
): Promise<FirstPage> {
  const reply = await api.call(listRows, {
    params: { tableId },
    query: { ...queryOf(selection), ...place, total: "estimate", keys: "id", shape: "array" },
    signal,
  });
  const rows = reply.rows.map(fromArray);
  const read = place.offset + rows.length;
  // A page that is not full ends the table; one that is says at least that many.
  const isEnd = rows.length < place.limit && (rows.length > 0 || place.offset === 0);
  const count = isEnd
    ? { rows: read, exact: true }
    : { rows: Math.max(read, reply.total?.rows ?? 0), exact: reply.total?.exact ?? false };
  return { rows, count, change: reply.change };
}

function queryOf({ filter, sort, search, group, zone }: Selection) {
  return {
    zone: filter || group.length > 0 ? zone : undefined,
    group: sortText(group) || undefined,
    filter: filter ? JSON.stringify(filter) : undefined,
    sort: sortText(sort) || undefined,
    search: search || undefined,
  };
}

function fromArray(row: unknown): GridRow {
  const [id, change, ...cells] = row as [number, number, ...CellValue[]];
  return { id, change, cells };
}

const shapeKinds = new Set<Change["kind"]>([
  "rows.created",
  "rows.deleted",
  "rows.restored",
  "rows.written",
  "rows.moved",
  "rows.imported",
  "import.undone",
]);

export function createRemoteSource(options: RemoteSourceOptions): RemoteSource {
  const { api, tableId, fields, first, queue, onWritten } = options;
  const params = { tableId };
  const listeners = new Set<(event: SourceEvent) => void>();
  const own = new Set<number>();
  let selection = options.selection;
  let count = first.count;
  let counting: AbortController | undefined;

  function tell(event: SourceEvent): void {
    for (const listener of listeners) listener(event);
  }

  function setCount(next: RowCount): void {
    if (next.rows === count.rows && next.exact === count.exact) return;
    count = next;
    tell({ type: "count" });
  }

  /** Counts exactly, beside everything else: the rows never wait for it. */
  async function recount(): Promise<void> {
    counting?.abort();
    const controller = new AbortController();
    counting = controller;
    const query = { ...queryOf(selection), limit: 1, total: "exact", keys: "id", shape: "array" } as const;
    const reply = await api.call(listRows, { params, query, signal: controller.signal }).catch(() => null);
    if (reply?.total && !controller.signal.aborted) setCount(reply.total);
  }

  function refresh(): void {
    tell({ type: "rows" });
    void recount();
  }

  function inOrder({ id, change, cells }: Row): GridRow {
    return { id, change, cells: fields.map((field) => cells[field.id] ?? null) };
  }

  /**
   * Sends a write in its turn, under one key however often it is sent: what was done and whose answer was lost is done
   * once. What comes after it in the queue finds it remembered.
   */
  function write<Reply extends { change: number }>(
    send: (headers: Record<string, string>) => Promise<Reply>,
  ): Promise<Reply> {
    const headers = { "idempotency-key": makeUuid() };
    return queue.push(async () => {
      const reply = await send(headers);
      own.add(reply.change);
      onWritten(reply.change);
      return reply;
    });
  }

  return {
    fields,
    firstRows: first.rows,
    get count() {
      return count;
    },
    async range(start, end, signal) {
      const asked = selection;
      const page = await readPage(api, tableId, asked, { offset: start, limit: end - start }, signal);
      // An estimate must not overrule a count; an end of the table that was met does.
      if (asked === selection && page.count.exact) setCount(page.count);
      return page.rows;
    },
    async row(rowId, signal) {
      const asked = { params: { ...params, rowId }, query: { keys: "id" } as const, signal };
      const found = await api.call(getRow, asked).catch((error: unknown) => {
        if (error instanceof Problem && error.code === "row.not_found") return null;
        throw error;
      });
      return found && inOrder(found);
    },
    subscribe(listener) {
      if (!count.exact && listeners.size === 0) void recount();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async update(edits, { parse }) {
      const way = options.edits.begin(edits, parse);
      const reply = await write(way.send).finally(way.end);
      return reply.rows.map(inOrder);
    },
    async insert(rows, { before } = {}) {
      const create = rows.map((cells) => ({ cells, ...(before === undefined ? {} : { before }) }));
      const query = { keys: "id" } as const;
      const reply = await write<{ change: number; rows: Row[] | null }>((headers) =>
        before === undefined
          ? api.call(createRows, { params, query, body: { rows: create }, headers })
          : api.call(writeRows, { params, query, body: { create }, headers }),
      );
      count = { rows: count.rows + rows.length, exact: count.exact };
      tell({ type: "rows" });
      return (reply.rows ?? []).map(inOrder);
    },
    async delete(ids) {
      await write<{ change: number }>((headers) =>
        ids.length > limits.batchRowsMax
          ? api.call(writeRows, { params, body: { delete: ids }, headers })
          : api.call(deleteRows, { params, body: { ids }, headers }),
      );
      count = { rows: Math.max(0, count.rows - ids.length), exact: count.exact };
      tell({ type: "rows" });
    },
    async summaries(wanted, signal) {
      const { sort: _sort, group: _group, ...query } = queryOf(selection);
      const figures = JSON.stringify(wanted);
      return (await api.call(summarizeRows, { params, query: { ...query, figures }, signal })).figures;
    },
    async groups(by, wanted, signal) {
      const { sort: _sort, ...query } = queryOf({ ...selection, group: [...by] });
      const figures = Object.keys(wanted).length > 0 ? JSON.stringify(wanted) : undefined;
      const { groups } = await api.call(groupRows, {
        params,
        query: { ...query, group: sortText(by), figures },
        signal,
      });
      return groups;
    },
    async move(ids, { before }) {
      await write((headers) => api.call(moveRows, { params, body: { ids, before }, headers }));
      tell({ type: "rows" });
    },
    async write({ create = [], update = [], delete: gone = [] }, { parse }) {
      const body = { create: create.map((cells) => ({ cells })), update: byRow(update), delete: gone };
      const reply = await write((headers) =>
        api.call(writeRows, { params, query: { keys: "id", parse }, body, headers }),
      );
      count = { rows: Math.max(0, count.rows + create.length - gone.length), exact: count.exact };
      if (!reply.rows || create.length + gone.length > 0) tell({ type: "rows" });
      return { change: reply.change, created: reply.created, rows: reply.rows?.map(inOrder) ?? null };
    },
    choose(next) {
      selection = next;
      count = { rows: count.rows, exact: false };
      refresh();
    },
    apply(change) {
      if (own.delete(change.number)) return;
      const isPatch = change.kind === "rows.updated" && change.after;
      if (isPatch) {
        const patches = Object.entries(change.after!).map(([id, cells]) => ({
          rowId: Number(id),
          change: change.number,
          cells,
        }));
        tell({ type: "cells", patches });
      } else if (change.kind === "rows.updated" || shapeKinds.has(change.kind)) refresh();
    },
    refresh,
    findText: (text, place, signal) =>
      api.call(findRows, { params, query: { ...queryOf(selection), text, ...place }, signal }),
  };
}

function byRow(edits: CellEdit[]): { id: number; cells: Record<string, CellValue> }[] {
  return [...Map.groupBy(edits, (edit) => edit.rowId)].map(([id, edits]) => ({ id, cells: cellsOf(edits) }));
}

function cellsOf(edits: CellEdit[]): Record<string, CellValue> {
  return Object.fromEntries(edits.map(({ fieldId, value }) => [fieldId, value]));
}

/** How often a write is sent again that the server still works on: half a minute. After that it was broken off. */
const triesWhileRunning = 5;

/** Whether a call failed because the server was not reached or has not ended, rather than because it refused. */
export function isUnreached(error: unknown, tries = 0): boolean {
  // fetch throws a TypeError, and nothing else, when it has no answer.
  if (!(error instanceof Problem)) return error instanceof TypeError;
  if (error.code === "idempotency.running") return tries < triesWhileRunning;
  return error.code === "database.unavailable" || error.code === "limit.reached";
}
