import { expect, test } from "vitest";
import { codeOf, findStep, toBase32, writeUri } from "./totp.ts";

const secret = Buffer.from("12345678901234567890");

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_234_567_890, "005924"],
  [20_000_000_000, "353130"],
])("at %i s the code is that of RFC 6238: %s", (seconds, code) => {
  expect(codeOf(secret, Math.floor(seconds / 30))).toBe(code);
});

test("a code counts in its own half minute and in the one before and after, no longer", () => {
  const step = 1000;
  const at = (steps: number) => (step + steps) * 30_000 + 15_000;
  expect([-2, -1, 0, 1, 2].map((steps) => findStep(secret, codeOf(secret, step), at(steps)))).toEqual([
    null,
    step,
    step,
    step,
    null,
  ]);
});

test("the secret is written as apps read it", () => {
  expect(toBase32(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(writeUri(secret, "ada@example.org", "Weft")).toBe(
    "otpauth://totp/Weft:ada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Weft",
  );
});
