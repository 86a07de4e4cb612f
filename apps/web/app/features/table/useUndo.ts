import type { Change } from "@weft/api/changes";
import { undoChange } from "@weft/api/changes";
import type { Ref } from "vue";
import { computed } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { rememberStep, undoStepsOf } from "./undo-steps.ts";

/**
 * Undo and redo of this tab's own changes of one table, its rows and its shape alike. Undoing is itself a change, and
 * redoing is undoing that.
 */
export function useUndo(tableId: string, apply: (change: Change) => void) {
  const api = useApi();
  const steps = undoStepsOf(tableId);
  const { done, undone } = steps;

  async function turnBack(from: Ref<number[][]>, to: Ref<number[][]>, at: number): Promise<boolean> {
    const step = from.value[at];
    if (!step || steps.isBusy) return false;
    steps.isBusy = true;
    // Whether it works or is refused for good, the step is used up: the next one must be reachable.
    from.value = from.value.toSpliced(at, 1);
    const back: number[] = [];
    try {
      for (const number of step.toReversed()) {
        const change = await api.call(undoChange, { params: { tableId, number } });
        back.push(change.number);
        apply(change);
      }
      return true;
    } finally {
      if (back.length > 0) to.value = [...to.value, back];
      steps.isBusy = false;
    }
  }

  return {
    /** Keeps what an action has changed, as one step. */
    remember: (...changes: (number | null)[]) => rememberStep(tableId, ...changes),
    undo: () => turnBack(done, undone, done.value.length - 1),
    redo: () => turnBack(undone, done, undone.value.length - 1),
    /** Undoes the step that a change belongs to, whatever came after it. */
    takeBack: (change: number) =>
      turnBack(
        done,
        undone,
        done.value.findIndex((step) => step.includes(change)),
      ),
    canUndo: computed(() => done.value.length > 0),
    canRedo: computed(() => undone.value.length > 0),
  };
}
