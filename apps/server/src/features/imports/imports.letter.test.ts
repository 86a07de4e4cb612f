import { expect, test } from "vitest";
import { wordEnding } from "./imports.letter.ts";

test.each([
  ["en", 0, "parts.csv: 0 rows loaded"],
  ["en", 1, "parts.csv: 1 row loaded"],
  ["en", 12_345, "parts.csv: 12,345 rows loaded"],
  ["fr", 0, "parts.csv : 0 ligne chargée"],
  ["fr", 1, "parts.csv : 1 ligne chargée"],
  ["fr", 2, "parts.csv : 2 lignes chargées"],
] as const)("in %s the mail's subject counts %i rows as one does", (language, loaded, subject) => {
  const ending = { state: "done", tableName: "parts", loaded, rejected: 0, seconds: 1, text: null } as const;
  expect(wordEnding(language, "parts.csv", ending).subject).toBe(subject);
});
