import type { CellValue } from "@weft/model/fields/field";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Chances } from "./chances.make.ts";
import { manyTimes } from "./chances.make.ts";
import type { CellEdit, GridRow, RowSource, SourceEvent } from "./row-source.ts";
import { createRowWindow } from "./row-window.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fieldIds = ["fld0", "fld1"];

/** Something that is under way, and goes on when chance wants it to. */
interface Step {
  go(): void;
}

/** A server with its log, at the other end of a slow line: all it says comes when the test lets it come. */
function makeServer(by: Chances) {
  let changes = 0;
  let ids = 0;
  const makeRow = (): GridRow => ({ id: ++ids, change: 0, cells: ["0", "0"] });
  let rows = by.many(5, 60, makeRow);
  /** What each row held after each change. */
  const held = new Map<string, CellValue[]>();
  const note = (row: GridRow) => held.set(`${row.id} ${row.change}`, [...row.cells]);
  rows.forEach(note);
  const told: { number: number; event: SourceEvent }[] = [];
  const own = new Set<number>();
  const under: Step[] = [];
  const listeners = new Set<(event: SourceEvent) => void>();

  function write(rowId: number, fieldId: string, value: CellValue): GridRow | undefined {
    const at = rows.findIndex(({ id }) => id === rowId);
    const row = rows[at];
    if (!row) return undefined;
    changes += 1;
    const next = { ...row, change: changes, cells: row.cells.with(fieldIds.indexOf(fieldId), value) };
    rows = rows.with(at, next);
    note(next);
    const patches = [{ rowId, change: changes, cells: { [fieldId]: value } }];
    told.push({ number: changes, event: { type: "cells", patches } });
    return next;
  }

  /** Others add, delete and move rows. */
  function reshape(): void {
    changes += 1;
    const at = by.whole(0, Math.max(0, rows.length - 1));
    const acts = [
      () => rows.toSpliced(at, 0, { ...makeRow(), change: changes }),
      () => rows.toSpliced(at, 1),
      () => rows.toSpliced(at, 1).toSpliced(by.whole(0, rows.length - 1), 0, ...rows.slice(at, at + 1)),
    ];
    rows = by.one(acts)();
    rows.forEach(note);
    told.push({ number: changes, event: { type: "rows" } });
  }

  const source: RowSource = {
    fields: fieldIds.map((id) => ({ id, name: id, description: null, type: "text", options: {} })),
    get count() {
      return { rows: rows.length, exact: true };
    },
    range: (start, end, signal) =>
      new Promise((resolve, reject) => {
        const answer = (found: GridRow[]) => (signal.aborted ? reject(signal.reason as Error) : resolve(found));
        under.push({
          go() {
            const found = rows.slice(start, end);
            under.push({ go: () => answer(found) });
          },
        });
      }),
    subscribe: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    update: ([edit]) =>
      new Promise((resolve, reject) => {
        const { rowId, fieldId, value } = edit as CellEdit;
        under.push({
          go() {
            const row = by.percent(80) ? write(rowId, fieldId, value) : undefined;
            under.push({
              go() {
                if (row) own.add(row.change);
                return row ? resolve([row]) : reject(new Error("That cannot be."));
              },
            });
          },
        });
      }),
    insert: async () => [],
    delete: async () => {},
    move: async () => {},
    write: async () => ({ change: 0, created: [], rows: [] }),
  };

  /** The log is told in order; what one did oneself and was answered is not told a second time. */
  function tellNext(): void {
    const next = told.shift();
    if (next && !own.delete(next.number)) for (const listener of listeners) listener(next.event);
  }

  function goOn(): void {
    under.splice(by.whole(0, under.length - 1), 1)[0]?.go();
  }

  return {
    source,
    held,
    reshape,
    tellNext,
    goOn,
    get rows() {
      return rows;
    },
    /** Mostly of the first rows: what comes to one row at a time is where things go wrong. */
    edit: () => write(by.one(by.percent(70) ? rows.slice(0, 3) : rows)?.id ?? 0, by.one(fieldIds), `theirs ${changes}`),
    isBusy: () => under.length + told.length > 0,
  };
}

test("whatever comes in whatever order, a row is shown as it once was, and as it is when all has come", async () => {
  await manyTimes(200, async (by) => {
    const server = makeServer(by);
    const window = createRowWindow(server.source, {
      pageRows: 10,
      pagesMax: by.whole(5, 9),
      onChange: () => {},
      onFault: () => {},
      onLoading: () => {},
    });
    window.follow();
    let sight = { first: 0, end: 8 };
    window.show(sight.first, sight.end);

    const look = () => {
      const first = by.percent(50) ? 0 : by.whole(0, server.rows.length);
      sight = { first, end: first + by.whole(1, 15) };
      window.show(sight.first, sight.end);
    };
    const editOne = () => {
      const shown = window.rowAt(by.whole(sight.first, sight.end));
      const edits = shown
        ? [{ rowId: shown.row.id, fieldId: by.one(fieldIds), value: `mine ${by.whole(1, 999)}` }]
        : [];
      window.edit(edits, { parse: false }).catch(() => {});
    };
    const checkShown = () => {
      const shown = Array.from({ length: server.rows.length + 20 }, (_, at) => window.rowAt(at));
      const settled = shown.flatMap((one) => (one && !one.pending ? one.row : []));
      expect(settled.map(({ cells }) => cells)).toEqual(
        settled.map(({ id, change }) => server.held.get(`${id} ${change}`)),
      );
    };
    const { edit, reshape, goOn, tellNext } = server;
    const acts = [
      look,
      editOne,
      editOne,
      edit,
      edit,
      edit,
      reshape,
      goOn,
      goOn,
      goOn,
      goOn,
      tellNext,
      tellNext,
      tellNext,
    ];
    for (let turn = 0; turn < 60; turn += 1) {
      by.one(acts)();
      await vi.advanceTimersByTimeAsync(by.one([0, 0, 50]));
      checkShown();
    }
    for (let turns = 0; server.isBusy() && turns < 500; turns += 1) {
      server.goOn();
      server.tellNext();
      await vi.advanceTimersByTimeAsync(50);
    }
    checkShown();
    const end = Math.min(sight.end, server.rows.length);
    for (let at = sight.first; at < end; at += 1)
      expect(window.rowAt(at)).toEqual({ row: server.rows[at], pending: null });
    window.dispose();
  });
}, 60_000);
