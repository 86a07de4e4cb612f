import { byteKind } from "./byte-kinds.ts";
import { cellClass } from "./cell-class.ts";
import { classifyDate } from "./date-class.ts";
import { classifyNumber } from "./number-class.ts";
import { classifyWord } from "./word-class.ts";

const { digit, letter, point, sign, slash, space, high, at, brace, nul, escaped, other } = byteKind;
const notNumber = at | brace | slash | nul | escaped | other;
const notDate = at | brace | nul | escaped | other;
const dateBytesMax = 44;

/** Where the last classified cell begins and ends without the blanks around it. */
export const trimmed = { start: 0, end: 0 };

/**
 * The class of a cell, from its bytes (UTF-8) and their mask. Blanks around it do not count. After a date `dateParts`,
 * after a boolean `lastWord` hold what was seen.
 */
export function classify(bytes: Uint8Array, from: number, to: number, mask: number): number {
  trim(bytes, from, to, mask);
  const { start, end } = trimmed;
  if (start === end) return cellClass.empty;
  if (mask === digit && end - start <= 15) {
    if (end - start === 1) return bytes[start]! <= 49 ? cellClass.bit : cellClass.integer;
    return bytes[start] === 48 ? cellClass.leadingZeros : cellClass.integer;
  }
  if ((mask & nul) !== 0) return cellClass.invalid;
  if ((mask & digit) !== 0) {
    const cls = classifyWithDigits(bytes, start, end, mask);
    if (cls !== 0) return cls;
  }
  return classifyWithoutDigits(bytes, start, end, mask);
}

/** Finds where the cell begins and ends without the blanks around it, into `trimmed`. */
export function trim(bytes: Uint8Array, from: number, to: number, mask: number): void {
  let start = from;
  let end = to;
  if ((mask & (space | escaped)) !== 0) {
    while (start < end && isBlank(bytes[start]!)) start++;
    while (end > start && isBlank(bytes[end - 1]!)) end--;
  }
  trimmed.start = start;
  trimmed.end = end;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}

function classifyWithDigits(bytes: Uint8Array, start: number, end: number, mask: number): number {
  const first = bytes[start]!;
  const isDigit = first >= 48 && first <= 57;
  if (isDigit || first === 45 || first === 43 || first === 46 || first === 44) {
    const isPlain = (mask & notNumber) === 0;
    if (isPlain && ((mask & letter) === 0 || (mask & (space | high)) === 0)) {
      const cls = classifyNumber(bytes, start, end);
      if (cls !== 0) return cls;
    }
    if (!isDigit) return 0;
  }
  if ((mask & notDate) !== 0 || end - start < 6 || end - start > dateBytesMax) return 0;
  if (!isDigit && (mask & letter) === 0) return 0;
  if ((mask & (point | sign | slash | space)) === 0) return 0;
  return classifyDate(bytes, start, end);
}

function classifyWithoutDigits(bytes: Uint8Array, start: number, end: number, mask: number): number {
  const length = end - start;
  if (length <= 7) {
    const cls = classifyWord(bytes, start, end);
    if (cls !== 0) return cls;
  }
  const first = bytes[start]!;
  if ((mask & at) !== 0 && isEmail(bytes, start, end)) return cellClass.email;
  if ((mask & slash) !== 0 && length > 7 && isUrl(bytes, start, end)) return cellClass.url;
  if ((mask & brace) !== 0 && (first === 123 || first === 91) && isJson(bytes, start, end)) return cellClass.json;
  return cellClass.text;
}

/** One @, a dot in the domain, two letters at its end, and nothing that mail addresses do not hold. */
function isEmail(bytes: Uint8Array, start: number, end: number): boolean {
  let atSign = -1;
  let lastDot = -1;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (
      byte <= 32 ||
      byte === 34 ||
      byte === 40 ||
      byte === 41 ||
      byte === 44 ||
      (byte >= 58 && byte <= 60) ||
      byte === 62
    ) {
      return false;
    }
    if (byte === 64) {
      if (atSign >= 0) return false;
      atSign = i;
    } else if (byte === 46) {
      if (i === start || bytes[i - 1] === 46 || bytes[i - 1] === 64) return false;
      lastDot = i;
    } else if (atSign >= 0 && byte < 128 && !isNameByte(byte)) return false;
  }
  return (
    atSign > start && lastDot > atSign + 1 && end - lastDot > 2 && bytes[atSign - 1] !== 46 && bytes[end - 1]! > 57
  );
}

/** Letters, digits, hyphen. */
function isNameByte(byte: number): boolean {
  const lower = byte | 32;
  return (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57) || byte === 45;
}

const schemes = ["http://", "https://", "ftp://"].map((scheme) => new TextEncoder().encode(scheme));

function isUrl(bytes: Uint8Array, start: number, end: number): boolean {
  const scheme = schemes.find((wanted) => hasPrefix(bytes, start, end, wanted));
  if (scheme === undefined || end - start === scheme.length) return false;
  if (bytes[start + scheme.length] === 47) return false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte <= 32 || byte === 34 || byte === 60 || byte === 62) return false;
  }
  return true;
}

function hasPrefix(bytes: Uint8Array, start: number, end: number, prefix: Uint8Array): boolean {
  if (end - start < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) {
    const byte = bytes[start + i]!;
    if (byte !== prefix[i] && (byte | 32) !== prefix[i]) return false;
  }
  return true;
}

const decoder = new TextDecoder();

/** A JSON object or list that jsonb can hold (it has no place for \u0000). */
function isJson(bytes: Uint8Array, start: number, end: number): boolean {
  const last = bytes[end - 1]!;
  if (last !== 125 && last !== 93) return false;
  const text = decoder.decode(bytes.subarray(start, end));
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  return !/\\u0000|\\ud[89ab][\da-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][\da-f]{2})\\ud[c-f]/iu.test(text);
}
