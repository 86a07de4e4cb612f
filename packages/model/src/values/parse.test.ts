import { expect, test } from "vitest";
import { parseText } from "./parse.ts";
import { valueCases } from "./value-cases.ts";

test.each(valueCases)("text %j becomes the cell that files give", ({ text, reading, cell }) => {
  const { shape, ...how } = reading;
  const parsed = parseText(shape, text, how);
  expect(parsed.ok ? parsed.value : undefined).toEqual(cell);
  expect(parsed.ok || parsed.reason.template !== "").toBe(true);
});
