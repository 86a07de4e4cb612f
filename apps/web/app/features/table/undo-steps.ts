import type { Ref } from "vue";
import { ref } from "vue";

/** Steps kept for undo; older ones are forgotten. */
const stepsMax = 200;

/** What this tab has done to a table: each step is the changes of one action, mostly a single one. */
export interface UndoSteps {
  done: Ref<number[][]>;
  undone: Ref<number[][]>;
}

/** By table, for as long as the tab lives: who leaves a table and comes back can still undo. */
const tables = new Map<string, UndoSteps>();

/** The steps of a table; those of a server's page are nobody's. */
export function undoStepsOf(tableId: string): UndoSteps {
  const steps = (import.meta.client && tables.get(tableId)) || { done: ref([]), undone: ref([]) };
  if (import.meta.client) tables.set(tableId, steps);
  return steps;
}

/** Keeps what a person's action has changed, as one step; null = nothing. */
export function rememberStep(tableId: string, ...changes: (number | null)[]): void {
  const { done, undone } = undoStepsOf(tableId);
  const known = new Set(done.value.flat());
  const step = changes.filter((change) => change !== null && !known.has(change)) as number[];
  if (step.length === 0) return;
  done.value = [...done.value, step].slice(-stepsMax);
  undone.value = [];
}

/** Adds a change to the step that made ready for it; a step of its own where that is not among them any more. */
export function extendStep(tableId: string, along: readonly number[], change: number): void {
  const { done } = undoStepsOf(tableId);
  const step = done.value.find((one) => along.some((number) => one.includes(number)));
  if (!step) return rememberStep(tableId, change);
  done.value = done.value.map((one) => (one === step ? [...step, change] : one));
}
