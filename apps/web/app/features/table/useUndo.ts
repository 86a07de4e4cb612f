import type { Change } from "@weft/api/changes";
import { undoChange } from "@weft/api/changes";
import type { Ref } from "vue";
import { computed } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { createTurnBack } from "./turn-back.ts";
import { extendStep, rememberStep, undoStepsOf } from "./undo-steps.ts";
import type { WriteQueue } from "./write-queue.ts";

interface UndoOptions {
  tableId: string;
  queue: WriteQueue;
  /** How many writes of the queue are not confirmed yet: they can be undone too. */
  waiting: Ref<number>;
  apply(change: Change): void;
}

/**
 * Undo and redo of this tab's own changes of one table, its rows and its shape alike. Undoing is itself a change, and
 * redoing is undoing that.
 */
export function useUndo({ tableId, queue, waiting, apply }: UndoOptions) {
  const api = useApi();
  const steps = undoStepsOf(tableId);
  const turnBack = createTurnBack({
    steps,
    queue,
    send: (number, headers) => api.call(undoChange, { params: { tableId, number }, headers }),
    apply,
  });
  return {
    /** Keeps what an action has changed, as one step. */
    remember: (...changes: (number | null)[]) => rememberStep(tableId, ...changes),
    /** Keeps a change in the step of others that were made for it. */
    extend: (along: readonly number[], change: number) => extendStep(tableId, along, change),
    undo: () => turnBack("done", (done) => done.at(-1)),
    redo: () => turnBack("undone", (undone) => undone.at(-1)),
    /** Undoes the step that a change belongs to, whatever came after it. */
    takeBack: (change: number) => turnBack("done", (done) => done.find((step) => step.includes(change))),
    canUndo: computed(() => steps.done.value.length > 0 || waiting.value > 0),
    canRedo: computed(() => steps.undone.value.length > 0),
  };
}
