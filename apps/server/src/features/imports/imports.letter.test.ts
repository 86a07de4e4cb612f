import { expect, test } from "vitest";
import { sayNotice } from "../notices/notices.words.ts";
import { wordEnding } from "./imports.letter.ts";

test.each([
  ["en", 0, "a.csv: no rows loaded into parts"],
  ["en", 1, "a.csv: 1 row loaded into parts"],
  ["en", 12_345, "a.csv: 12,345 rows loaded into parts"],
  ["fr", 0, "a.csv\u00a0: aucune ligne chargée dans parts"],
  ["fr", 1, "a.csv\u00a0: 1 ligne chargée dans parts"],
  ["fr", 12_345, "a.csv\u00a0: 12\u202f345 lignes chargées dans parts"],
] as const)("in %s the end of an import counts %i rows as one does", (language, loaded, title) => {
  const ending = { state: "done", tableName: "parts", loaded, rejected: 0, seconds: 1, text: null } as const;
  expect(sayNotice(wordEnding("a.csv", ending).title, language)).toBe(title);
});
