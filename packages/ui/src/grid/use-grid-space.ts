import type { ShallowRef } from "vue";
import { computed, ref } from "vue";
import type { FilledProps } from "./grid-props.ts";
import { useGroups } from "./use-groups.ts";
import { useRows } from "./use-rows.ts";
import { useSelection } from "./use-selection.ts";
import { useShowCell } from "./use-show-cell.ts";
import { useSight } from "./use-sight.ts";

/** Height of the figures below the columns. */
const footPx = 32;
/** Rows of this height have room for two lines. */
const tallPx = 48;

/** Rows and columns, where they lie, and what of them is in sight and selected: what all that is done in a grid works with. */
export function useGridSpace(
  props: FilledProps,
  scroller: Readonly<ShallowRef<HTMLElement | null>>,
  onFault: (error: unknown) => void,
) {
  const base = useRows(() => props.source);
  const groups = useGroups({
    base,
    source: () => props.source,
    group: () => props.group,
    footers: () => props.footers,
    timeZone: () => props.timeZone,
    onFault,
  });
  const columns = computed(() => props.columns);
  const rowPx = computed(() => props.rowPx);
  const bounds = computed(() => ({ rows: groups.count.value.rows, columns: columns.value.length }));
  const sight = useSight({
    scroller,
    columns,
    frozen: () => props.frozen,
    rows: () => base.count.value.rows,
    lines: groups.lines,
    lineCount: computed(() => groups.count.value.rows),
    rowPx,
    footPx: props.source.summaries ? footPx : 0,
  });
  const { view } = sight;
  groups.follow(view.firstRow, view.endRow);
  const showCell = useShowCell({ view, rows: groups.rows, lines: groups.lines, rowAt: groups.rowAt });
  /** What a reader of the screen is told. */
  const spoken = ref("");

  return {
    ...sight,
    ...useSelection({ bounds, ...view, showCell }),
    scroller,
    source: () => props.source,
    groups,
    group: () => props.group,
    lines: groups.lines,
    /** All rows, whether groups hide them or not. */
    list: { rows: base.rows, count: base.count },
    rows: groups.rows,
    rowAt: groups.rowAt,
    count: groups.count,
    isLoading: base.isLoading,
    fault: base.fault,
    columns,
    bounds,
    /** The number in front of the row at a line. */
    numberAt(line: number): number | undefined {
      const row = groups.lines.value.rowOf(line);
      return row === undefined ? undefined : row + 1;
    },
    rowPx,
    isTall: computed(() => props.rowPx >= tallPx),
    topPx: view.topPx,
    writing: computed(() => ({ locale: props.locale, timeZone: props.timeZone })),
    texts: () => props.texts,
    isReadonly: () => props.isReadonly,
    onFault,
    spoken,
    /** Tells a reader of the screen what was done; the same text twice is said twice. */
    say: (text: string) => (spoken.value = text === spoken.value ? `${text}\u00a0` : text),
    /** Gives the keyboard to the grid. */
    focus: () => scroller.value?.focus({ preventScroll: true }),
  };
}

export type GridSpace = ReturnType<typeof useGridSpace>;
