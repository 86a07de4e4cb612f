import type { Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import { expect, test } from "vitest";
import { en } from "../../language/en.ts";
import { fr } from "../../language/fr.ts";
import type { TextKey } from "../../language/messages.ts";
import { say } from "../../language/say.ts";
import type { FilterWords } from "./filter-words.ts";
import { filterInWords, partsInWords, periodInWords } from "./filter-words.ts";

const fields: Field[] = [
  { id: "fld1", name: "Name", description: null, type: "text", options: {} },
  { id: "fld2", name: "Age", description: null, type: "number", options: { decimals: 0 } },
  { id: "fld3", name: "Due", description: null, type: "date", options: {} },
  { id: "fld4", name: "Seen", description: null, type: "datetime", options: { zoned: true } },
];

function wordsOf(locale: "en" | "fr"): FilterWords {
  return {
    t: (key: TextKey, values = {}) => say({ en, fr }[locale], locale, key, values, Number(values.count ?? 1)),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    locale,
    timeZone: "UTC",
  };
}

const filter: Filter = {
  all: [
    { field: "fld1", op: "contains", value: "ann" },
    {
      any: [
        { field: "fld2", op: "greater", value: 1200 },
        { field: "fld2", op: "is_empty" },
        {
          all: [
            { field: "fld3", op: "in_period", value: "last_7_days" },
            { not: { field: "fld4", op: "in_month", value: [1, 12] } },
          ],
        },
      ],
    },
  ],
};

test("a filter is said in one line, in English and French", () => {
  expect(filterInWords(filter, fields, wordsOf("en"))).toBe(
    "Name contains “ann” and (Age > 1200 or Age is empty or (Due is within the last 7 days and not (Seen is in month January or December)))",
  );
  expect(filterInWords(filter, fields, wordsOf("fr"))).toBe(
    "Name contient “ann” et (Age > 1200 ou Age est vide ou (Due tombe dans les 7 derniers jours et non (Seen est du mois janvier ou décembre)))",
  );
});

test("each part that has to hold can be taken off alone", () => {
  const parts = partsInWords(filter, fields, wordsOf("en"));
  expect(parts.map(({ text }) => text)[0]).toBe("Name contains “ann”");
  expect(parts.map(({ without }) => without)).toEqual([
    (filter as { all: Filter[] }).all[1],
    (filter as { all: Filter[] }).all[0],
  ]);
  expect(partsInWords({ field: "fld2", op: "is_empty" }, fields, wordsOf("en"))).toEqual([
    { text: "Age is empty", without: null },
  ]);
  expect(partsInWords(null, fields, wordsOf("en"))).toEqual([]);
});

test.each([
  ["today", "today", "aujourd’hui"],
  ["this_month", "this month", "ce mois-ci"],
  ["last_1_days", "the last 1 day", "le dernier jour"],
  ["next_2_weeks", "the next 2 weeks", "les 2 prochaines semaines"],
  ["3_months_ago", "3 months ago", "il y a 3 mois"],
  ["in_1_years", "in 1 year", "dans 1 an"],
  ["nonsense", "nonsense", "nonsense"],
])("the period %s is said %j and %j", (period, english, french) => {
  expect(periodInWords(period, wordsOf("en"))).toBe(english);
  expect(periodInWords(period, wordsOf("fr"))).toBe(french);
});
