import type { Change } from "@weft/api/changes";
import { expect, test, vi } from "vitest";
import { ref } from "vue";
import { createTurnBack } from "./turn-back.ts";
import { createWriteQueue } from "./write-queue.ts";

const unreached = new TypeError("Failed to fetch");

/** A queue, the steps, and a server that answers each undo by the number 100 more. */
function makeTurns() {
  const steps = { done: ref<number[][]>([]), undone: ref<number[][]>([]) };
  const queue = createWriteQueue({
    whyWait: (error) => (error === unreached ? "away" : null),
    onChange: () => {},
    pauseMs: { first: 60_000, longest: 60_000 },
  });
  const answer = async (number: number) => ({ number: number + 100 }) as Change;
  const send = vi.fn<(number: number, headers: Record<string, string>) => Promise<Change>>(answer);
  const turnBack = createTurnBack({ steps, queue, send, apply: () => {} });
  const undo = () => turnBack("done", (done) => done.at(-1));
  const redo = () => turnBack("undone", (undone) => undone.at(-1));
  const sent = () => send.mock.calls.map(([number]) => number);
  return { steps, queue, send, sent, undo, redo };
}

test("undo takes back the last edit also when that one is not confirmed yet", async () => {
  const { steps, queue, sent, undo } = makeTurns();
  steps.done.value = [[1]];
  const confirmed = Promise.withResolvers<void>();
  const edit = queue.push(async () => {
    await confirmed.promise;
    steps.done.value = [...steps.done.value, [2]];
  });
  const undone = undo();
  confirmed.resolve();
  await edit;
  await expect(undone).resolves.toBe(true);
  expect(sent()).toEqual([2]);
  expect(steps.done.value).toEqual([[1]]);
});

test("pressed several times at once, undo and redo go on in order, and end where there is nothing left", async () => {
  const { steps, sent, undo, redo } = makeTurns();
  steps.done.value = [[1], [2]];
  await expect(Promise.all([undo(), undo(), undo(), redo()])).resolves.toEqual([true, true, false, true]);
  expect(sent()).toEqual([2, 1, 101]);
  expect([steps.done.value, steps.undone.value]).toEqual([[[201]], [[102]]]);
});

test("a step whose answer was lost goes on under the same key, without what was undone already", async () => {
  const { steps, queue, send, sent, undo } = makeTurns();
  steps.done.value = [[1, 2]];
  send.mockResolvedValueOnce({ number: 102 } as Change).mockRejectedValueOnce(unreached);
  const undone = undo();
  await vi.waitFor(() => expect(sent()).toEqual([2, 1]));
  // The pause before the next try begins after this one was refused.
  await vi.waitFor(() => {
    queue.wake();
    expect(sent()).toEqual([2, 1, 1]);
  });
  await expect(undone).resolves.toBe(true);
  const keys = send.mock.calls.map(([, headers]) => headers["idempotency-key"]);
  expect(keys[1]).toBe(keys[2]);
  expect(keys[0]).not.toBe(keys[1]);
  expect(steps.undone.value).toEqual([[102, 101]]);
});

test("a refused step is used up, so that the one before it can be reached", async () => {
  const { steps, send, undo } = makeTurns();
  steps.done.value = [[1], [2]];
  send.mockRejectedValueOnce(new Error("changed since"));
  await expect(undo()).rejects.toThrow("changed since");
  await expect(undo()).resolves.toBe(true);
  expect([steps.done.value, steps.undone.value]).toEqual([[], [[101]]]);
});
