import { expect, test } from "vitest";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { say } from "./say.ts";

test.each([
  [0, "no tables", "aucune table"],
  [1, "1 table", "1 table"],
  [2, "2 tables", "2 tables"],
])("of %d tables each language says its own form", (count, english, french) => {
  expect(say(en, "en", "bases.countTables", { count }, count)).toBe(english);
  expect(say(fr, "fr", "bases.countTables", { count }, count)).toBe(french);
});

test("French takes the singular below two, English for one alone", () => {
  expect(say(en, "en", "filters.periods.past_day", { count: 0 }, 0)).toBe("the last 0 days");
  expect(say(fr, "fr", "filters.periods.past_day", { count: 1.5 }, 1.5)).not.toContain("jours");
});

test("a value that holds signs of its own stands as it is", () => {
  expect(say(en, "en", "table.fieldChanged", { field: "a | {b} $&" }, 1)).toContain("a | {b} $&");
});
