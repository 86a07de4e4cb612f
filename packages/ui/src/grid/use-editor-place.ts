import type { ComputedRef } from "vue";
import { computed } from "vue";
import type { GridLook } from "./grid-look.ts";
import type { OpenEdit } from "./use-editing.ts";

/** Where the open editor stands, and to which sides it opens. */
export interface EditorPlace {
  isEnd: boolean;
  isAbove: boolean;
  style: { top: string; left: string; width: string };
}

/** What opens under a cell is at most this wide and this high. */
const openedPx = { width: 400, height: 300 };

/** The place of the open editor over its cell; undefined while none is open. */
export function useEditorPlace(
  editing: () => OpenEdit | null,
  { layout, view, rowPx: heightPx }: Pick<GridLook, "layout" | "view" | "rowPx">,
): ComputedRef<EditorPlace | undefined> {
  return computed(() => {
    const edit = editing();
    const rowPx = heightPx.value;
    if (!edit) return undefined;
    const { row, column } = edit.cell;
    const scrolledPx = column < layout.value.frozen ? view.scrollLeftPx.value : 0;
    const leftPx = layout.value.leftPx[column] ?? 0;
    const inSightPx = leftPx + scrolledPx - view.scrollLeftPx.value;
    // Out of sight it waits inside the content: beyond, it would stretch what the browser scrolls.
    const topPx = Math.max(-rowPx, Math.min(row * rowPx - view.offsetPx.value, view.contentPx.value - rowPx * 2));
    const belowPx = view.topPx.value + view.viewPx.value - (row + 1) * rowPx;
    return {
      isEnd: inSightPx + openedPx.width > view.size.value.widthPx,
      isAbove: belowPx < openedPx.height && row * rowPx - view.topPx.value > belowPx,
      style: {
        top: `${topPx}px`,
        left: `${leftPx + scrolledPx}px`,
        width: `${layout.value.widthsPx[column] ?? 0}px`,
      },
    };
  });
}
