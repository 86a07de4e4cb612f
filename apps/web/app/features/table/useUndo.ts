import type { Change } from "@weft/api/changes";
import { undoChange } from "@weft/api/changes";
import { computed, ref } from "vue";
import { useApi } from "../../composables/useApi.ts";

/** Steps kept for undo; older ones are forgotten. */
const stepsMax = 200;

/** Undo and redo of this tab's own changes of one table. Undoing is itself a change, and redoing is undoing that. */
export function useUndo(tableId: string, apply: (change: Change) => void) {
  const api = useApi();
  const done = ref<number[]>([]);
  const undone = ref<number[]>([]);
  let isBusy = false;

  function remember(change: number): void {
    done.value = [...done.value, change].slice(-stepsMax);
    undone.value = [];
  }

  async function turnBack(from: typeof done, to: typeof done): Promise<boolean> {
    const number = from.value.at(-1);
    if (number === undefined || isBusy) return false;
    isBusy = true;
    // Whether it works or is refused for good, the step is used up: the next one must be reachable.
    from.value = from.value.slice(0, -1);
    try {
      const change = await api.call(undoChange, { params: { tableId, number } });
      to.value = [...to.value, change.number];
      apply(change);
      return true;
    } finally {
      isBusy = false;
    }
  }

  return {
    remember,
    undo: () => turnBack(done, undone),
    redo: () => turnBack(undone, done),
    canUndo: computed(() => done.value.length > 0),
    canRedo: computed(() => undone.value.length > 0),
  };
}
