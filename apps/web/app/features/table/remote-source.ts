import type { Change } from "@weft/api/changes";
import type { Client } from "@weft/api/client";
import { findRows } from "@weft/api/finds";
import { Problem } from "@weft/api/problems";
import { groupRows, summarizeRows } from "@weft/api/figures";
import type { Row } from "@weft/api/rows";
import { getRow, listRows, moveRows } from "@weft/api/rows";
import type { CellValue, Field } from "@weft/model/fields/field";
import { makeUuid } from "@weft/model/uuid";
import type { CellEdit, Finds, GridRow, RowCount, RowSource, SourceEvent } from "@weft/ui/grid/row-source";
import type { Cells, KeptWrite, WriteBody } from "./kept-writes.ts";
import type { PatientEdits, WriteReply } from "./patient-edits.ts";
import { createRemoteSeeks } from "./remote-seeks.ts";
import type { TableLook } from "./table-address.ts";
import { sortText } from "./table-address.ts";
import type { WaitReason, WriteQueue } from "./write-queue.ts";

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
  /** Other edits wait now than before. */
  tellWaiting(): void;
  /** Shows what a write has done that was not made through this source. */
  take(reply: WriteReply): void;
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
  /** A write of this tab was committed under this number: the way back for undo. `along`: of one step with these. */
  onWritten(change: number, along?: readonly number[]): void;
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

  /** Sends a write in its turn, and again and again until there is an answer. */
  async function send(
    sent: Partial<WriteBody>,
    {
      before = {},
      parse = false,
      along,
    }: { before?: KeptWrite["before"]; parse?: boolean; along?: readonly number[] } = {},
  ): Promise<WriteReply> {
    const body = { create: [], update: [], delete: [], ...sent };
    const way = options.edits.begin(own, body, before, parse);
    const reply = await queue.push(async () => noted(await way.send(), along)).finally(way.end);
    const grown = body.create.length - body.delete.length;
    if (grown !== 0) count = { rows: Math.max(0, count.rows + grown), exact: count.exact };
    if (!reply.rows || body.create.length + body.delete.length > 0) tell({ type: "rows" });
    return reply;
  }

  function noted<Reply extends { change: number }>(reply: Reply, along?: readonly number[]): Reply {
    own.add(reply.change);
    onWritten(reply.change, along);
    return reply;
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
      const reply = await send({ update: byRow(edits) }, { before: beforeOf(edits), parse });
      return (reply.rows ?? []).map(inOrder);
    },
    async insert(rows, place = {}) {
      const reply = await send({ create: rows.map((cells) => ({ cells, ...place })) });
      return (reply.rows ?? []).map(inOrder);
    },
    async delete(ids) {
      await send({ delete: ids });
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
      const headers = { "idempotency-key": makeUuid() };
      await queue.push(async () => noted(await api.call(moveRows, { params, body: { ids, before }, headers })));
      tell({ type: "rows" });
    },
    async write({ create = [], update = [], delete: gone = [] }, { parse, along }) {
      const body = { create: create.map((cells) => ({ cells })), update: byRow(update), delete: gone };
      const reply = await send(body, { before: beforeOf(update), parse, along });
      return { change: reply.change, created: reply.created, rows: reply.rows?.map(inOrder) ?? null };
    },
    waiting: () => options.edits.waitingEdits(own),
    tellWaiting: () => tell({ type: "waiting" }),
    take({ change, created, rows }) {
      if (!rows || created.length > 0) refresh();
      else tell({ type: "cells", patches: rows.map(({ id, cells }) => ({ rowId: id, change, cells })) });
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
    ...createRemoteSeeks({ api, tableId, fields, count: () => count, query: () => queryOf(selection) }),
    findText: (text, place, signal) =>
      api.call(findRows, { params, query: { ...queryOf(selection), text, ...place }, signal }),
  };
}

function byRow(edits: readonly CellEdit[]): { id: number; cells: Cells }[] {
  return [...Map.groupBy(edits, (edit) => edit.rowId)].map(([id, edits]) => ({
    id,
    cells: Object.fromEntries(edits.map(({ fieldId, value }) => [fieldId, value])),
  }));
}

function beforeOf(edits: readonly CellEdit[]): KeptWrite["before"] {
  const before: KeptWrite["before"] = {};
  for (const edit of edits) if (edit.before !== undefined) (before[edit.rowId] ??= {})[edit.fieldId] = edit.before;
  return before;
}

/** How often a write is sent again that the server still works on: half a minute. After that it was broken off. */
const triesWhileRunning = 5;

/** Why a failed call should be sent again: it was not reached, has not ended, or one has to sign in; null = it was refused. */
export function whyWait(error: unknown, tries = 0): WaitReason | null {
  // fetch throws a TypeError, and nothing else, when it has no answer.
  if (!(error instanceof Problem)) return error instanceof TypeError ? "away" : null;
  if (error.code === "auth.required") return "signed_out";
  if (error.code === "idempotency.running") return tries < triesWhileRunning ? "away" : null;
  return error.code === "database.unavailable" || error.code === "limit.reached" ? "away" : null;
}
