import { expect, test } from "vitest";
import { en } from "../../language/en.ts";
import { wordsOfEmpty } from "./empty-words.ts";

const said = (...asked: Parameters<typeof wordsOfEmpty>) => {
  const { title, text } = wordsOfEmpty(...asked);
  const texts = en.table as unknown as Record<string, string>;
  return `${texts[title.replace("table.", "")]}. ${texts[text.replace("table.", "")]}`;
};

test("to whom a rule leaves other rows than their own, nothing says that there are none, or to type one", () => {
  for (const canEdit of [true, false]) expect(said("some", canEdit)).not.toMatch(/[Tt]ype|No rows yet/);
});

test("only who may write is told to type the first row, and who sees their own alone hears so", () => {
  expect(said("all", true)).toMatch(/Type the first one/);
  expect(said("own", true)).toMatch(/only rows that you made.*Type the first one/);
  for (const seen of ["all", "own"] as const) expect(said(seen, false)).not.toMatch(/[Tt]ype/);
});
