import { cellClass, dateForm, dateKind } from "./cell-class.ts";
import { monthOf, weekdays } from "./month-names.ts";

/**
 * The parts of the date that `classifyDate` saw last: a and b are month and day (forms iso, named), else the first and
 * the second number as they stand; offset is in minutes. One object for all calls: millions of cells pass here.
 */
export const dateParts = { year: 0, a: 0, b: 0, hour: 0, minute: 0, second: 0, micros: 0, offset: 0 };

const monthDays = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
let at = 0;
let digits = 0;

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > monthDays[month]!) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

/** Reads digits from `at` on, at most `max`; `digits` says how many. */
function readNumber(bytes: Uint8Array, end: number, max: number): number {
  let value = 0;
  digits = 0;
  while (at < end && digits < max) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    digits++;
    at++;
  }
  return value;
}

function isDigitAt(bytes: Uint8Array, i: number, end: number): boolean {
  return i < end && bytes[i]! >= 48 && bytes[i]! <= 57;
}

/** The letters (and bytes beyond ASCII) from `at` on, in small letters. */
function readWord(bytes: Uint8Array, end: number): string {
  let word = "";
  while (at < end && word.length < 12) {
    const byte = bytes[at]!;
    const lower = byte | 32;
    if (!(byte >= 128 || (lower >= 97 && lower <= 122))) break;
    word += String.fromCharCode(byte >= 128 ? byte : lower);
    at++;
  }
  return word;
}

/** The date class of the bytes, 0 when they are no date; fills `dateParts`. */
export function classifyDate(bytes: Uint8Array, start: number, end: number): number {
  at = start;
  const form = isDigitAt(bytes, start, end) ? readNumericDate(bytes, end) : readNamedDate(bytes, end);
  if (form < 0) return 0;
  const kind = at === end ? dateKind.date : readTime(bytes, end);
  return kind < 0 ? 0 : cellClass.date + kind * 6 + form;
}

function readNumericDate(bytes: Uint8Array, end: number): number {
  const first = readNumber(bytes, end, 5);
  const firstDigits = digits;
  const mark = bytes[at]!;
  if (at >= end) return -1;
  if (firstDigits === 4) return mark === 45 || mark === 47 || mark === 46 ? readYearFirst(bytes, end, first, mark) : -1;
  if (firstDigits > 2) return -1;
  if ((mark === 45 || mark === 47 || mark === 46) && isDigitAt(bytes, at + 1, end)) {
    return readYearLast(bytes, end, first, firstDigits, mark);
  }
  return readDayMonthName(bytes, end, first);
}

function readYearFirst(bytes: Uint8Array, end: number, year: number, mark: number): number {
  at++;
  const month = readNumber(bytes, end, 2);
  if (digits === 0 || bytes[at] !== mark || at >= end) return -1;
  at++;
  const day = readNumber(bytes, end, 2);
  if (digits === 0 || year === 0 || !isDay(year, month, day) || isDigitAt(bytes, at, end)) return -1;
  setDate(year, month, day);
  return dateForm.iso;
}

function readYearLast(bytes: Uint8Array, end: number, a: number, aDigits: number, mark: number): number {
  at++;
  const b = readNumber(bytes, end, 2);
  const bDigits = digits;
  if (bytes[at] !== mark || at >= end) return -1;
  at++;
  let year = readNumber(bytes, end, 5);
  if (digits === 2 && (mark === 47 || (aDigits === 2 && bDigits === 2))) year += year < 69 ? 2000 : 1900;
  else if (digits !== 4 || year === 0) return -1;
  const isDayFirst = isDay(year, b, a);
  const isMonthFirst = isDay(year, a, b);
  setDate(year, a, b);
  if (isDayFirst && isMonthFirst) return a === b ? dateForm.same : dateForm.both;
  if (isDayFirst) return dateForm.dmy;
  return isMonthFirst ? dateForm.mdy : -1;
}

/** `31 Jan 2024`, `31-Jan-24`, `31. Januar 2024`. */
function readDayMonthName(bytes: Uint8Array, end: number, day: number): number {
  const mark = bytes[at]!;
  skipMarks(bytes, end);
  const month = monthOf(readWord(bytes, end));
  if (month === 0) return -1;
  skipMarks(bytes, end);
  let year = readNumber(bytes, end, 5);
  if (digits === 2 && mark === 45) year += year < 69 ? 2000 : 1900;
  else if (digits !== 4) return -1;
  return setNamed(year, month, day);
}

/** `Jan 31 2024`, `January 31, 2024`, `Wed, 31 Jan 2024`. */
function readNamedDate(bytes: Uint8Array, end: number): number {
  const word = readWord(bytes, end);
  if (word.length < 3 || at >= end) return -1;
  if (weekdays.has(word)) {
    skipMarks(bytes, end);
    if (!isDigitAt(bytes, at, end)) return readNamedDate(bytes, end);
    const day = readNumber(bytes, end, 2);
    return at < end ? readDayMonthName(bytes, end, day) : -1;
  }
  const month = monthOf(word);
  if (month === 0) return -1;
  skipMarks(bytes, end);
  const day = readNumber(bytes, end, 2);
  if (digits === 0 || isDigitAt(bytes, at, end)) return -1;
  skipMarks(bytes, end);
  const year = readNumber(bytes, end, 5);
  return digits === 4 ? setNamed(year, month, day) : -1;
}

function skipMarks(bytes: Uint8Array, end: number): void {
  while (at < end && (bytes[at] === 32 || bytes[at] === 45 || bytes[at] === 44 || bytes[at] === 46)) at++;
}

function setNamed(year: number, month: number, day: number): number {
  if (year === 0 || !isDay(year, month, day)) return -1;
  setDate(year, month, day);
  return dateForm.named;
}

function setDate(year: number, a: number, b: number): void {
  dateParts.year = year;
  dateParts.a = a;
  dateParts.b = b;
  dateParts.hour = 0;
  dateParts.minute = 0;
  dateParts.second = 0;
  dateParts.micros = 0;
  dateParts.offset = 0;
}

/** `T10:30`, ` 10:30:05.123`, ` 1:30 PM`, with `Z`, `+02:00`, `UTC` behind; gives the kind, or -1. */
function readTime(bytes: Uint8Array, end: number): number {
  if ((bytes[at]! | 32) === 116) at++;
  else if (bytes[at] === 32 || bytes[at] === 44) while (at < end && (bytes[at] === 32 || bytes[at] === 44)) at++;
  else return -1;
  let hour = readNumber(bytes, end, 2);
  if (digits === 0 || bytes[at] !== 58 || at >= end) return -1;
  at++;
  const minute = readNumber(bytes, end, 2);
  if (digits !== 2) return -1;
  let second = 0;
  let micros = 0;
  if (at < end && bytes[at] === 58) {
    at++;
    second = readNumber(bytes, end, 2);
    if (digits !== 2) return -1;
    micros = readFraction(bytes, end);
    if (micros < 0) return -1;
  }
  hour = readHalfDay(bytes, end, hour);
  if (hour < 0 || hour > 23 || minute > 59 || second > 59) return -1;
  dateParts.hour = hour;
  dateParts.minute = minute;
  dateParts.second = second;
  dateParts.micros = micros;
  if (at === end) return hour + minute + second + micros === 0 ? dateKind.midnight : dateKind.local;
  return readZone(bytes, end) ? dateKind.zoned : -1;
}

/** Microseconds after the second; -1 when the file is more exact than a microsecond. */
function readFraction(bytes: Uint8Array, end: number): number {
  if (at >= end || (bytes[at] !== 46 && bytes[at] !== 44)) return 0;
  at++;
  let micros = readNumber(bytes, end, 6);
  if (digits === 0) return -1;
  for (let d = digits; d < 6; d++) micros *= 10;
  while (isDigitAt(bytes, at, end)) {
    if (bytes[at] !== 48) return -1;
    at++;
  }
  return micros;
}

function readHalfDay(bytes: Uint8Array, end: number, hour: number): number {
  let i = at;
  while (i < end && bytes[i] === 32) i++;
  const half = (bytes[i] ?? 0) | 32;
  if ((half !== 97 && half !== 112) || i + 1 >= end || (bytes[i + 1]! | 32) !== 109) return hour;
  at = i + 2;
  if (hour < 1 || hour > 12) return -1;
  return (hour % 12) + (half === 112 ? 12 : 0);
}

function readZone(bytes: Uint8Array, end: number): boolean {
  while (at < end && bytes[at] === 32) at++;
  const isWord = at < end && (bytes[at]! | 32) >= 97;
  if (isWord && !["z", "utc", "gmt"].includes(readWord(bytes, end))) return false;
  if (at === end) return isWord;
  const sign = bytes[at] === 43 ? 1 : bytes[at] === 45 ? -1 : 0;
  if (sign === 0) return false;
  at++;
  const hours = readNumber(bytes, end, 2);
  if (digits !== 2) return false;
  if (at < end && bytes[at] === 58) at++;
  const minutes = at === end ? 0 : readNumber(bytes, end, 2);
  if (hours > 15 || minutes > 59 || at !== end) return false;
  dateParts.offset = sign * (hours * 60 + minutes);
  return true;
}
