import { expect, test, vi } from "vitest";
import type { WaitReason } from "./write-queue.ts";
import { createWriteQueue } from "./write-queue.ts";

const unreached = new TypeError("Failed to fetch");
const make = () => {
  const onChange = vi.fn<(waiting: number, why: WaitReason | null) => void>();
  const queue = createWriteQueue({
    whyWait: (error) => (error === unreached ? "away" : null),
    onChange,
    pauseMs: { first: 60_000, longest: 60_000 },
  });
  return { queue, onChange };
};

test("writes go out in the order they were made, one at a time", async () => {
  const { queue } = make();
  const order: string[] = [];
  const slow = queue.push(async () => {
    await Promise.resolve();
    order.push("first");
  });
  const quick = queue.push(async () => void order.push("second"));
  await Promise.all([slow, quick]);
  expect(order).toEqual(["first", "second"]);
});

test("a write that none waits before goes out within the call itself", async () => {
  const { queue } = make();
  let sent = 0;
  const write = () => queue.push(async () => void (sent += 1));
  const first = write();
  expect(sent).toBe(1);
  await first;
  const second = write();
  expect(sent).toBe(2);
  await second;
});

test("what is written while the server is away is kept and sent on return, in order", async () => {
  const { queue, onChange } = make();
  let isAway = true;
  const sent: number[] = [];
  const write = (number: number) =>
    queue.push(async () => {
      if (isAway) throw unreached;
      sent.push(number);
    });
  const all = Promise.all([write(1), write(2)]);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledWith(2, "away"));
  expect(sent).toEqual([]);
  const third = write(3);
  expect(onChange).toHaveBeenLastCalledWith(3, "away");
  isAway = false;
  queue.wake();
  await Promise.all([all, third]);
  expect(sent).toEqual([1, 2, 3]);
  await vi.waitFor(() => expect(queue.waiting).toBe(0));
});

test("a refusal is passed on and does not hold up what comes after", async () => {
  const { queue } = make();
  const refused = queue.push(() => Promise.reject(new Error("not a number")));
  const next = queue.push(async () => "done");
  await expect(refused).rejects.toThrow("not a number");
  await expect(next).resolves.toBe("done");
});
