import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { computed, effectScope, ref, shallowRef } from "vue";
import { plainLines } from "./group-lines.ts";
import type { RowWindow, ShownRow } from "./row-window.ts";
import { useShowCell } from "./use-show-cell.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A view on lines 0 to 10 of 1000, of which the first 20 are held; a jump shows the ten that begin at its line. */
function makeView() {
  const held = ref(new Set(Array.from({ length: 20 }, (_, line) => line)));
  const went = vi.fn<(row: number, column: number) => void>();
  const asked = vi.fn<(first: number, end: number) => void>();
  const scope = effectScope();
  const showCell = scope.run(() =>
    useShowCell({
      view: {
        firstRow: computed(() => 0),
        endRow: computed(() => 10),
        linesShowing: (row) => ({ first: row - 5, end: row + 15, sight: { first: row, end: row + 10 } }),
        showCell: went,
      },
      rows: shallowRef({ show: asked } as unknown as RowWindow),
      lines: computed(() => plainLines(1000)),
      rowAt: (line) => (held.value.has(line) ? ({} as ShownRow) : undefined),
    }),
  )!;
  const arrive = (first: number, end: number) => {
    held.value = new Set(Array.from({ length: end - first }, (_, at) => first + at));
  };
  return { showCell, arrive, went, asked, scope };
}

test("what is near is shown at once", () => {
  const { showCell, went, asked } = makeView();
  showCell(12, 1);
  expect(went).toHaveBeenCalledWith(12, 1);
  expect(asked).not.toHaveBeenCalled();
});

test("a far place is gone to when its rows have come, and once", () => {
  const { showCell, arrive, went, asked } = makeView();
  showCell(500, 2);
  expect(asked).toHaveBeenCalledWith(495, 515);
  arrive(500, 509);
  expect(went).not.toHaveBeenCalled();
  arrive(500, 510);
  expect(went).toHaveBeenCalledWith(500, 2);
  vi.runAllTimers();
  expect(went).toHaveBeenCalledTimes(1);
});

test("rows that take long are not waited for", () => {
  const { showCell, went } = makeView();
  showCell(500, 2);
  vi.advanceTimersByTime(79);
  expect(went).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(went).toHaveBeenCalledWith(500, 2);
});

test("who has gone on meanwhile is not taken back, nor is a grid that is gone moved", () => {
  const { showCell, went, scope } = makeView();
  showCell(500, 2);
  showCell(3, 0);
  vi.runAllTimers();
  expect(went.mock.calls).toEqual([[3, 0]]);
  showCell(700, 0);
  scope.stop();
  vi.runAllTimers();
  expect(went.mock.calls).toEqual([[3, 0]]);
});
