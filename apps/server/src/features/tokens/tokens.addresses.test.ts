import { expect, test } from "vitest";
import { isInRanges, readRange } from "./tokens.addresses.ts";

test.each([
  ["192.0.2.7", "192.0.2.7/32"],
  ["192.0.2.7/24", "192.0.2.0/24"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["2001:DB8::1", "2001:db8::1/128"],
  ["2001:db8:1::/33", "2001:db8::/33"],
  ["::ffff:192.0.2.7", "192.0.2.7/32"],
  ["192.0.2.7/33", null],
  ["192.0.2", null],
  ["10.1/16", null],
  ["0x7f.0.0.1", null],
  ["example.org", null],
  ["", null],
  ["192.0.2.7/24/1", null],
])("%j is kept as %j", (text, kept) => {
  expect(readRange(text)).toBe(kept);
});

test.each([
  ["192.0.2.7", [], true],
  ["192.0.2.7", ["192.0.2.0/24"], true],
  ["192.0.3.7", ["192.0.2.0/24"], false],
  ["192.0.3.7", ["192.0.2.0/24", "192.0.3.0/24"], true],
  ["::ffff:192.0.2.7", ["192.0.2.0/24"], true],
  ["2001:db8::5", ["2001:db8::/32"], true],
  ["2001:db9::5", ["2001:db8::/32"], false],
  ["192.0.2.7", ["2001:db8::/32"], false],
  ["192.0.2.7", ["::/0"], false],
  ["not an address", ["0.0.0.0/0"], false],
])("from %s, with the ranges %j, a token may be used: %s", (address, ranges, expected) => {
  expect(isInRanges(address, ranges)).toBe(expected);
});
