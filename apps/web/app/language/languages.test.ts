import type { Field } from "@weft/model/fields/field";
import { readCell } from "@weft/ui/grid/cells/read-cell";
import { expect, test } from "vitest";
import { acceptedLocales, localeOf } from "./languages.ts";

const date: Field = { id: "fld", name: "Due", description: null, type: "date", options: {} };

test.each([
  ["en-GB,en;q=0.9", "en", "2024-04-03"],
  ["en-US,en;q=0.9", "en", "2024-03-04"],
  ["fr-CH,fr;q=0.9,en-US;q=0.8,en;q=0.7", "en", "2024-03-04"],
  ["fr-CH,fr;q=0.9,en-US;q=0.8,en;q=0.7", "fr", "2024-04-03"],
  ["de-CH,de;q=0.9,en;q=0.8", "en", "2024-04-03"],
  ["en", "en", "2024-04-03"],
  ["", "fr", "2024-04-03"],
] as const)("with a browser that asks for %j and Weft in %j, 3/4/2024 is %s", (header, language, day) => {
  const locale = localeOf(language, acceptedLocales(header));
  expect(readCell("3/4/2024", date, { locale, timeZone: "UTC" })).toEqual({ value: day });
});

test.each([
  ["en-GB", "5 Mar 2024"],
  ["en-US", "Mar 5, 2024"],
] as const)("what is written with a month's name is in the same order: %s", (locale, text) => {
  const written = new Intl.DateTimeFormat(localeOf("en", [locale]), { dateStyle: "medium", timeZone: "UTC" });
  expect(written.format(new Date("2024-03-05"))).toBe(text);
});
