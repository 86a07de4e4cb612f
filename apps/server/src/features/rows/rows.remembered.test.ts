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
