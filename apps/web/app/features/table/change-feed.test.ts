import type { Change } from "@weft/api/changes";
import { expect, test, vi } from "vitest";
import { createChangeFeed } from "./change-feed.ts";

const change = (number: number) => ({ number, kind: "rows.updated" }) as Change;

function make(log: number[] | null) {
  const applied: number[] = [];
  const reload = vi.fn<() => void>();
  const feed = createChangeFeed({
    since: 41,
    fetchSince: async (since) => {
      if (!log) throw new Error("changes.expired");
      return { changes: log.filter((n) => n > since).map(change), lastChange: log.at(-1)!, more: false };
    },
    apply: ({ number }) => applied.push(number),
    reload,
  });
  return { feed, applied, reload };
}

test("the next change is applied at once, one that is held already is not applied twice", () => {
  const { feed, applied } = make([42]);
  feed.receive(change(42));
  feed.receive(change(42));
  feed.receive(change(40));
  expect(applied).toEqual([42]);
});

test("a client that holds 41 and receives 43 asks for 42, and applies both in order", async () => {
  const { feed, applied, reload } = make([42, 43]);
  feed.receive(change(43));
  await vi.waitFor(() => expect(applied).toEqual([42, 43]));
  expect(reload).not.toHaveBeenCalled();
});

test("after a lost connection it catches up with all that was missed", async () => {
  const { feed, applied } = make([42, 43, 44]);
  feed.reach(44);
  await vi.waitFor(() => expect(applied).toEqual([42, 43, 44]));
});

test("when older changes are gone, everything is read anew instead", async () => {
  const { feed, applied, reload } = make(null);
  feed.receive(change(60));
  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
  expect(applied).toEqual([]);
  expect(feed.held).toBe(60);
});
