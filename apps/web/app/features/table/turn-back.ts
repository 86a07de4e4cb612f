import type { Change } from "@weft/api/changes";
import { makeUuid } from "@weft/model/uuid";
import type { UndoSteps } from "./undo-steps.ts";
import type { WriteQueue } from "./write-queue.ts";

export interface TurnBackOptions {
  steps: UndoSteps;
  queue: WriteQueue;
  /** Undoes one change at the server. */
  send(number: number, headers: Record<string, string>): Promise<Change>;
  apply(change: Change): void;
}

/** Which of the steps is meant, asked when its turn has come; undefined = none. */
type Choice = (steps: number[][]) => number[] | undefined;

/**
 * Turns steps back in the queue of writes: what was written before the call is confirmed by then, so the last edit is the
 * one taken back even if it had not been sent yet. Gives false when there was nothing to turn back.
 */
export function createTurnBack({ steps, queue, send, apply }: TurnBackOptions) {
  return async function turnBack(from: "done" | "undone", choose: Choice): Promise<boolean> {
    let left: { number: number; key: string }[] | undefined;
    const back: number[] = [];

    /** Goes on where it was when it is sent again. */
    async function work(): Promise<void> {
      left ??= take(from, choose).map((number) => ({ number, key: makeUuid() }));
      for (let next = left.at(-1); next; next = left.at(-1)) {
        const change = await send(next.number, { "idempotency-key": next.key });
        left.pop();
        back.push(change.number);
        apply(change);
      }
    }

    function keep(): void {
      const to = steps[from === "done" ? "undone" : "done"];
      if (back.length > 0) to.value = [...to.value, back];
    }

    await queue.push(work).finally(keep);
    return back.length > 0;
  };

  /** Whether it works or is refused for good, a step is used up: the next one must be reachable. */
  function take(from: "done" | "undone", choose: Choice): number[] {
    const step = choose(steps[from].value);
    steps[from].value = steps[from].value.filter((other) => other !== step);
    return step ?? [];
  }
}
