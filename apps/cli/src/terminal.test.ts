import { describe, expect, test } from "vitest";
import { readArguments } from "./arguments.ts";
import { alignColumns, cellText } from "./columns.ts";
import { bar, count, duration, size } from "./terminal.ts";

describe("arguments", () => {
  const options = { sort: { type: "string" }, json: { type: "boolean" } } as const;

  test("a value may begin with a dash, an option is never taken for one", () => {
    expect(readArguments(["T", "--sort", "-Age", "--json"], options)).toEqual({
      words: ["T"],
      options: { sort: "-Age", json: true },
    });
    expect(() => readArguments(["--sort", "--json"], options)).toThrow("--sort");
    expect(readArguments(["-"], options).words).toEqual(["-"]);
  });
});

describe("columns", () => {
  test("the widest give way until the line fits, cut with a mark", () => {
    const lines = alignColumns(["id", "Text"], [["1", "a long text that does not fit"]], [true, false], 16);
    expect(lines).toEqual(["id  Text", "──  ────────────", " 1  a long text…"]);
  });

  test("a cell is one line, whatever is in it", () => {
    expect(cellText("a\n\tb\u001b[31m")).toBe("a b [31m");
    expect(cellText({ a: 1 })).toBe('{"a":1}');
    expect(cellText(null)).toBe("");
  });
});

test("numbers, sizes and times read as people say them", () => {
  expect(count(1234567)).toBe("1,234,567");
  expect([size(0), size(999), size(118_200_000)]).toEqual(["0 B", "999 B", "118.2 MB"]);
  expect([duration(5), duration(185)]).toEqual(["5 s", "3:05 min"]);
  expect(bar(0.5, 4)).toBe("[##··]  50%");
});
