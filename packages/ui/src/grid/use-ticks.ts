import type { ComputedRef, ShallowRef } from "vue";
import { computed } from "vue";
import type { RowCount } from "./row-source.ts";
import type { RowWindow } from "./row-window.ts";

/** Ticking every row at once is offered up to this many: what one call may delete. */
const ticksMax = 1000;

export interface TicksOptions {
  rows: ShallowRef<RowWindow>;
  /** All rows, also those that closed groups hide. */
  list: { rows: ShallowRef<RowWindow>; count: ComputedRef<RowCount> };
  checked: () => ReadonlySet<number>;
  isReadonly: () => boolean;
  onChange(checked: ReadonlySet<number>): void;
  onFault(error: unknown): void;
}

/** Which rows are ticked, by id, so that they stay ticked when others come and go. */
export function useTicks({ rows, list, checked, isReadonly, onChange, onFault }: TicksOptions) {
  let lastTicked: number | null = null;
  const count = () => list.count.value.rows;

  /** Null when there are too many rows to tick them all. */
  const isAllChecked = computed(() =>
    !isReadonly() && count() > 0 && count() <= ticksMax ? checked().size >= count() : null,
  );

  /** Ticks or unticks a row; extended, all rows from the one before to this one. */
  async function check(row: number, isExtended: boolean): Promise<void> {
    const shown = rows.value.rowAt(row);
    if (!shown) return;
    const isOn = !checked().has(shown.row.id);
    const from = isExtended ? (lastTicked ?? row) : row;
    lastTicked = row;
    const first = Math.min(from, row);
    try {
      const held = await rows.value.read(first, Math.min(Math.max(from, row) + 1, first + ticksMax));
      const next = new Set(checked());
      for (const { id } of held) {
        if (isOn) next.add(id);
        else next.delete(id);
      }
      onChange(next);
    } catch (error) {
      onFault(error);
    }
  }

  async function checkAll(): Promise<void> {
    try {
      const held = isAllChecked.value ? [] : await list.rows.value.read(0, count());
      onChange(new Set(held.map((row) => row.id)));
    } catch (error) {
      onFault(error);
    }
  }

  return { isAllChecked, check, checkAll };
}
