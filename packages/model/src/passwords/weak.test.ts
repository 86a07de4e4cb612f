import { expect, test } from "vitest";
import { findWeakness } from "./weak.ts";

const ada = ["Ada Lovelace", "ada.lovelace@example.org"];

test.each([
  ["correct horse battery", null],
  ["wrong donkey accumulator", null],
  ["a long enough one", null],
  ["Tr4verse le pont vert", null],
  ["kV9#mZq2xLwB", null],
  ["839246175508", null],
  ["日本語のとても長い合言葉です", null],
  ["eleven chrs", "short"],
  ["passwordpassword", "common"],
  ["Password123!", "common"],
  ["P@ssw0rd2026!!", "common"],
  ["motdepasse2026", "common"],
  ["qwertyuiop123", "common"],
  ["azertyuiop1!", "common"],
  ["1q2w3e4r5t6y", "common"],
  ["123456789012", "common"],
  ["abcdefghijkl", "common"],
  ["aaaaaaaaaaaaaa", "common"],
  ["xyzzy!xyzzy!xyzzy!", "common"],
  ["WelcomeToWeft1", "common"],
  ["Summer2026!!", "common"],
  ["adalovelace1815", "own"],
  ["Lovelace-Ada-99", "own"],
  ["Ada2026example", "own"],
] as const)("%s is %s", (password, weakness) => {
  expect(findWeakness(password, 12, ada)).toBe(weakness);
});

test("the longest password there may be is judged too", () => {
  expect(findWeakness("ab".repeat(100), 12, ada)).toBe("common");
});
