import { expect, test } from "vitest";
import { Remembered } from "./rows.remembered.ts";

test("what was used longest ago goes when all together are too big, and the newest stays however big", () => {
  const remembered = new Remembered<string>(10, (text) => text.length);
  remembered.keep("a", "aaaa");
  remembered.keep("b", "bbbb");
  expect(remembered.find("a")).toBe("aaaa");
  remembered.keep("c", "cccc");
  expect([remembered.find("a"), remembered.find("b"), remembered.find("c")]).toEqual(["aaaa", undefined, "cccc"]);
  remembered.keep("d", "d".repeat(50));
  expect([remembered.find("a"), remembered.find("c"), remembered.find("d")?.length]).toEqual([
    undefined,
    undefined,
    50,
  ]);
  remembered.keep("e", "e");
  expect([remembered.find("d"), remembered.find("e")]).toEqual([undefined, "e"]);
});

test("a thing that is kept again counts once, and one that is dropped no more", () => {
  const remembered = new Remembered<string>(10, (text) => text.length);
  for (let time = 0; time < 5; time++) remembered.keep("a", "aaaa");
  remembered.keep("b", "bbbb");
  expect(remembered.find("a")).toBe("aaaa");
  remembered.drop("a");
  remembered.keep("c", "cccc");
  expect([remembered.find("b"), remembered.find("c")]).toEqual(["bbbb", "cccc"]);
});

test("what is being made is made once for all who ask, kept, and broken off only when the last of them has gone", async () => {
  const remembered = new Remembered<string>(10);
  const makings: { signal: AbortSignal; end(thing: string): void }[] = [];
  const maker = (signal: AbortSignal) => new Promise<string>((end) => makings.push({ signal, end }));
  const [one, other] = [new AbortController(), new AbortController()];
  const asked = [remembered.make("a", maker, one.signal), remembered.make("a", maker, other.signal)];
  one.abort();
  expect([makings.length, makings[0]?.signal.aborted]).toEqual([1, false]);
  makings[0]?.end("made");
  expect(await Promise.all(asked)).toEqual(["made", "made"]);
  expect(remembered.find("a")).toBe("made");
  void remembered.make("b", maker, other.signal);
  other.abort();
  expect(makings[1]?.signal.aborted).toBe(true);
});
