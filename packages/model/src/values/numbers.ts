import { phrase } from "../texts/phrase.ts";
import type { Checked } from "./check.ts";

/** Longest number that is kept, in digits; PostgreSQL could hold far more, people cannot read them. */
const digitsMax = 300;
/** A double holds every decimal of up to 15 significant digits exactly. */
const exactDigits = 15;
const bigintMax = 2n ** 63n - 1n;
const bigintMin = -(2n ** 63n);

/**
 * Checks a number cell: a JSON number, or decimal digits as text for those a double cannot hold. `decimals` as in the
 * field's options: no value is ever rounded, more decimals are a fault.
 */
export function checkNumber(value: unknown, decimals: number | null): Checked {
  if (typeof value === "number" && (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)) {
    return {
      ok: false,
      reason: phrase`is a number too big for JSON to carry exactly: send its digits as text, "12345678901234567890"`,
    };
  }
  if (typeof value !== "number" && typeof value !== "string") return { ok: false, reason: phrase`must be a number` };
  const parts = readDecimal(String(value));
  if (!parts) return { ok: false, reason: phrase`must be a number` };
  const places = parts.fraction.length;
  if (decimals !== null && places > decimals) {
    return {
      ok: false,
      reason: decimals === 0 ? phrase`must be a whole number` : phrase`has more than ${decimals} decimals`,
    };
  }
  if (parts.whole.length + places > digitsMax) return { ok: false, reason: phrase`has more than ${digitsMax} digits` };
  if (decimals === 0 && !isBigint(parts))
    return { ok: false, reason: phrase`is too big for a whole number (at most 9223372036854775807)` };
  return { ok: true, value: toNumberCell(parts) };
}

interface Decimal {
  negative: boolean;
  /** Digits without leading zeros, "0" for none. */
  whole: string;
  /** Digits without trailing zeros, "" for none. */
  fraction: string;
}

/** Which of two number cells is greater: negative, 0 or positive; exact however many digits they have. */
export function compareNumbers(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [readDecimal(String(a)), readDecimal(String(b))];
  if (!left || !right) return Number(a) - Number(b);
  const places = Math.max(left.fraction.length, right.fraction.length);
  const difference = scaled(left, places) - scaled(right, places);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

/** Whether a number cell is a whole multiple of another, which is not 0; exact however many digits they have. */
export function isMultiple(cell: string | number, divisor: string | number): boolean {
  const [left, right] = [readDecimal(String(cell)), readDecimal(String(divisor))];
  if (!left || !right) return false;
  const places = Math.max(left.fraction.length, right.fraction.length);
  return scaled(left, places) % scaled(right, places) === 0n;
}

function scaled(decimal: Decimal, places: number): bigint {
  const digits = BigInt(decimal.whole + decimal.fraction.padEnd(places, "0"));
  return decimal.negative ? -digits : digits;
}

function toNumberCell({ negative, whole, fraction }: Decimal): number | string {
  const text = `${negative ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
  return (whole + fraction).replace(/^0+/, "").length <= exactDigits ? Number(text) : text;
}

function readDecimal(text: string): Decimal | null {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,4}))?$/i.exec(text);
  if (!match || (match[2] === "" && match[3] === "") || text.length > 2 * digitsMax) return null;
  const [, sign, wholeDigits = "", fractionDigits = "", exponentText] = match;
  const exponent = Number(exponentText ?? 0);
  if (Math.abs(exponent) > digitsMax) return null;
  const digits = wholeDigits + fractionDigits;
  const point = wholeDigits.length + exponent;
  const padded = point < 0 ? "0".repeat(-point) + digits : digits.padEnd(point, "0");
  const whole = padded.slice(0, Math.max(point, 0)).replace(/^0+(?=\d)/, "") || "0";
  const fraction = padded.slice(Math.max(point, 0)).replace(/0+$/, "");
  return { negative: sign === "-" && /[1-9]/.test(digits), whole, fraction };
}

function isBigint({ negative, whole }: Decimal): boolean {
  return negative ? -BigInt(whole) >= bigintMin : BigInt(whole) <= bigintMax;
}
