import { expect, test } from "vitest";
import { attributesOf, lineOf, linesOf } from "./attribute-lines.ts";

test("attributes come out of their lines as they went in", () => {
  const attributes = { unit: "Birds", units: ["Birds", "Bats"] };
  expect(attributesOf(linesOf(attributes))).toEqual(attributes);
});

test("empty lines, empty values and values that stand twice are left out", () => {
  const lines = [lineOf(" unit ", " Birds, ,Birds,"), lineOf("", "lost"), lineOf("empty", " , ")];
  expect(attributesOf(lines)).toEqual({ unit: "Birds" });
});
