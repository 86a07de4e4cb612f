import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

/** What may name the table of people's rows itself, with all that rules hide. */
const allowed = ["rows.rules-sql.ts"];
/** What may use it: statements that write, or look at what people are not told. */
const usersOfAll = [
  "rows.rules-sql.ts",
  "rows.write-sql.ts",
  "rows.unseen.ts",
  "rows.places.ts",
  "changes.undo.store.ts",
  "changes.gone.ts",
];

const features = join(import.meta.dirname, "..");
const sources = ["rows", "changes", "exports"].flatMap((feature) =>
  globSync(join(features, feature, "**/*.ts")).filter((path) => !/\.(test|make)\.ts$/.test(path)),
);

test("no reading of rows names the table itself: it would leave out the rules", () => {
  expect(sources.length).toBeGreaterThan(50);
  const named = sources.filter((path) => /"\$\{[^}]*baseId\}"\s*\.|tableReference\(/.test(readFileSync(path, "utf8")));
  expect(named.map((path) => basename(path))).toEqual(allowed);
  const users = sources.filter((path) => /\bphysicalSql\b/.test(readFileSync(path, "utf8")));
  expect(users.map((path) => basename(path)).toSorted()).toEqual(usersOfAll.toSorted());
});
