import { onBeforeUnmount, onMounted } from "vue";
import { useToast } from "#imports";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import type { useUndo } from "./useUndo.ts";

/** The panel of a row is no window over the page: what is undone is seen in it. */
const elsewhere = "input, textarea, [contenteditable=true], [role=dialog]:not(.wg-panel)";

/** Undo and redo by their keys, wherever in the page one is but where text is typed and in windows over it; a short notice says what was done. */
export function useTurnBack(undo: ReturnType<typeof useUndo>): (way: "undo" | "redo") => Promise<void> {
  const { t } = useText();
  const report = useReport();
  const toast = useToast();

  async function turnBack(way: "undo" | "redo"): Promise<void> {
    await report.attempt(async () => {
      const isDone = await undo[way]();
      if (isDone) toast.add({ title: t(way === "undo" ? "table.undone" : "table.redone"), duration: 1500 });
    });
  }

  function onKeydown(event: KeyboardEvent): void {
    const isElsewhere = (event.target as Element).closest?.(elsewhere);
    if (isElsewhere || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const isRedo = (key === "z" && event.shiftKey) || key === "y";
    if (key !== "z" && !isRedo) return;
    event.preventDefault();
    void turnBack(isRedo ? "redo" : "undo");
  }

  onMounted(() => globalThis.addEventListener("keydown", onKeydown));
  onBeforeUnmount(() => globalThis.removeEventListener("keydown", onKeydown));
  return turnBack;
}
