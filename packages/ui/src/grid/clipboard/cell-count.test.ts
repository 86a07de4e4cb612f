import { expect, test } from "vitest";
import { countIfTooMany } from "./cell-count.ts";

test("five million cells are counted in a moment, and as much in a table without text", () => {
  const text = "1.5\tword\n".repeat(2_500_000);
  const startedAt = performance.now();
  expect(countIfTooMany(text, "")).toBe(5_000_000);
  expect(performance.now() - startedAt).toBeLessThan(2000);
  expect(countIfTooMany("", `<table>${"<tr><td>1</td></tr>".repeat(100_001)}</table>`)).toBe(100_001);
});

test("what may be pasted is not counted, nor what line breaks inside cells make look longer", () => {
  expect(countIfTooMany("a\n".repeat(100_000), "")).toBeUndefined();
  expect(countIfTooMany("a\n".repeat(100_001), "")).toBe(100_001);
  expect(countIfTooMany(`"${"line\n".repeat(200_000)}"`, "")).toBeUndefined();
  expect(countIfTooMany("", "")).toBeUndefined();
});
