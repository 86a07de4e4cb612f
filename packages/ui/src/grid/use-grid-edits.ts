import type { BulkOptions } from "./use-bulk.ts";
import { useBulk } from "./use-bulk.ts";
import { useClipboard } from "./use-clipboard.ts";
import type { EditingOptions } from "./use-editing.ts";
import { useEditing } from "./use-editing.ts";
import { useTools } from "./use-tools.ts";
import type { TotalsOptions } from "./use-totals.ts";
import { useTotals } from "./use-totals.ts";

export interface GridEditsOptions
  extends EditingOptions, Omit<BulkOptions, "ask" | keyof EditingOptions>, Omit<TotalsOptions, keyof EditingOptions> {}

/** All ways to edit what a grid shows: one cell, many, by clipboard, and the windows that belong to them. */
export function useGridEdits(options: GridEditsOptions) {
  const tools = useTools({ onClosed: () => options.onClosed("stay") });
  const editing = useEditing(options);
  const bulk = useBulk({ ...options, ask: tools.ask });
  const clipboard = useClipboard({ ...options, paste: bulk.paste });

  /** What changes cells is not offered to who may not change them. */
  function openTool(kind: "row_number" | "move_rows" | "replace"): void {
    if (kind === "row_number" || !options.isReadonly()) tools.open(kind);
  }

  return { ...editing, ...bulk, ...clipboard, ...useTotals(options), tools, openTool };
}
