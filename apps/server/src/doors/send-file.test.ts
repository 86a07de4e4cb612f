import { expect, test } from "vitest";
import { contentDisposition, readRange } from "./send-file.ts";

test("a name can neither leave its header nor be lost", () => {
  expect(contentDisposition('a"b\r\nX: y.csv')).toBe(
    `attachment; filename="a_b__X: y.csv"; filename*=UTF-8''a%22b%0D%0AX%3A%20y.csv`,
  );
  expect(contentDisposition("日本.csv")).toContain("filename*=UTF-8''%E6%97%A5%E6%9C%AC.csv");
  expect(contentDisposition("half \ud83d letter.csv")).toContain("half%20_%20letter");
});

test("a name is no path", () => {
  expect(contentDisposition("../../etc/passwd")).toBe(
    `attachment; filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`,
  );
  expect(contentDisposition("C:\\x.csv")).toContain('filename="C:_x.csv"');
});

test("one byte range is read as RFC 9110 says; what is no range is all of it", () => {
  expect(readRange("bytes=0-0", 10)).toEqual({ start: 0, end: 0 });
  expect(readRange("bytes=5-", 10)).toEqual({ start: 5, end: 9 });
  expect(readRange("bytes=-3", 10)).toEqual({ start: 7, end: 9 });
  expect(readRange("bytes=5-500", 10)).toEqual({ start: 5, end: 9 });
  expect(readRange("bytes=10-", 10)).toBe("unsatisfiable");
  for (const header of [undefined, "bytes=-", "bytes=0-1,3-4", "lines=1-2"])
    expect(readRange(header, 10)).toBeUndefined();
});
