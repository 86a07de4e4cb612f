import { expect, test } from "vitest";
import { keepSigns } from "./french-signs.ts";
import { inEnglish, listed, phrase, translate } from "./phrase.ts";

const catalog = {
  "{0} has {1} rows": "{1} lignes dans {0}",
  "is too long": "est trop long",
  "{0}: {1}": "{0} : {1}",
  "; ": " ; ",
};

test("a text is said in English as it is written, and in French by its template, the holes where French wants them", () => {
  const said = phrase`${"Sales"} has ${12345} rows`;
  expect(inEnglish(said)).toBe("Sales has 12345 rows");
  expect(translate(said, "fr", catalog)).toBe("12\u202f345 lignes dans Sales");
  expect(inEnglish(phrase`${1234} of ${0.5}`)).toBe("1234 of 0.5");
});

test("texts inside texts and lists are translated too; what people wrote is not", () => {
  const parts = [phrase`${"A"}: ${phrase`is too long`}`, phrase`${"is too long"}: ${phrase`is too long`}`];
  const said = phrase`${listed(parts, phrase`; `)}`;
  expect(inEnglish(said)).toBe("A: is too long; is too long: is too long");
  expect(translate(said, "fr", catalog)).toBe("A : est trop long ; is too long : est trop long");
  expect(inEnglish(phrase`${listed(["a", "b"])}`)).toBe("a, b");
});

test("a text that was kept as JSON says the same, and holes in what people wrote stay as they are", () => {
  const said = JSON.parse(JSON.stringify(phrase`${"{1} {0}"} has ${2} rows`));
  expect(translate(said, "fr", catalog)).toBe("2 lignes dans {1} {0}");
  expect(inEnglish({ template: "must match {9}", values: [] })).toBe("must match {9}");
});

test("French signs stay on the line of their word", () => {
  expect(keepSigns("La table « {0} » est pleine : {1} ; que faire ? {a: b}")).toBe(
    "La table «\u00a0{0}\u00a0» est pleine\u00a0: {1}\u00a0; que faire\u00a0? {a: b}",
  );
});
