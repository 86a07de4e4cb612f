import { cellClass } from "./cell-class.ts";

const zero = 48;
const nine = 57;
const digitsMax = 1000;
const bigintMax = "9223372036854775807";
const negativeMax = "9223372036854775808";

/** The character that stands between digits at `i`: `.` `,` or a space/apostrophe that groups (given as a space), and how many bytes it has. */
let separatorLength = 0;
function separatorAt(bytes: Uint8Array, i: number): number {
  const byte = bytes[i]!;
  separatorLength = 1;
  if (byte === 46 || byte === 44) return byte;
  if (byte === 32 || byte === 39) return 32;
  if (byte === 0xc2 && bytes[i + 1] === 0xa0) {
    separatorLength = 2;
    return 32;
  }
  // U+202F narrow space, U+2009 thin space, U+2019 apostrophe
  if (byte === 0xe2 && bytes[i + 1] === 0x80 && [0xaf, 0x89, 0x99].includes(bytes[i + 2]!)) {
    separatorLength = 3;
    return 32;
  }
  return 0;
}

/** How many digits the number that `classifyNumber` saw last has after its last mark; a thousand with an exponent, whose digits tell nothing. */
export const lastNumber = { scale: 0 };
const exponentScale = 1000;

/** The number class of bytes that begin with a digit, sign or mark; 0 when they are no number. */
export function classifyNumber(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const sign = bytes[i] === 45 || bytes[i] === 43 ? bytes[i]! : 0;
  if (sign) i++;
  const body = i;
  if (end - body > digitsMax || body === end) return 0;
  while (i < end && bytes[i]! >= zero && bytes[i]! <= nine) i++;
  if (i === end) return classifyDigits(bytes, body, end, sign);
  const first = i - body;
  if (first > 1 && bytes[body] === zero) return 0;
  return classifySegments(bytes, body, i, end);
}

function classifyDigits(bytes: Uint8Array, start: number, end: number, sign: number): number {
  const length = end - start;
  if (length === 1) return sign === 0 && bytes[start]! <= zero + 1 ? cellClass.bit : cellClass.integer;
  if (bytes[start] === zero) return cellClass.leadingZeros;
  if (length <= 15) return sign === 43 && length >= 7 ? cellClass.longDigits : cellClass.integer;
  if (length < 19) return cellClass.longDigits;
  if (length > 19) return cellClass.hugeDigits;
  let digits = "";
  for (let i = start; i < end; i++) digits += String.fromCharCode(bytes[i]!);
  return digits <= (sign === 45 ? negativeMax : bigintMax) ? cellClass.longDigits : cellClass.hugeDigits;
}

/** From the first character that is no digit on: groups, mark, exponent. */
function classifySegments(bytes: Uint8Array, body: number, from: number, end: number): number {
  const first = from - body;
  let i = from;
  let dots = 0;
  let commas = 0;
  let spaces = 0;
  let last = 0;
  let segment = first;
  let isGrouped = true;
  let nonZero = 0;
  while (i < end) {
    const byte = bytes[i]!;
    if (byte >= zero && byte <= nine) {
      segment++;
      nonZero |= byte - zero;
      i++;
      continue;
    }
    if (byte === 101 || byte === 69) {
      lastNumber.scale = exponentScale;
      return spaces > 0 || dots + commas > 1 ? 0 : classifyExponent(bytes, i, end, last, segment);
    }
    const separator = separatorAt(bytes, i);
    if (separator === 0) return 0;
    if (last === 0 ? segment > 3 : segment !== 3) isGrouped = false;
    if (last === 44 && separator !== 44 && commas > 0 && spaces > 0) return 0;
    if (separator === 46) dots++;
    else if (separator === 44) commas++;
    else spaces++;
    if (separator === 32 && dots + commas > 0) return 0;
    last = separator;
    segment = 0;
    nonZero = 0;
    i += separatorLength;
  }
  if (segment === 0) return 0;
  lastNumber.scale = segment;
  const isZeroFirst = first === 0 || bytes[body] === zero;
  return classifyShape({ first, isZeroFirst, dots, commas, spaces, last, segment, isGrouped, nonZero });
}

interface NumberShape {
  first: number;
  isZeroFirst: boolean;
  dots: number;
  commas: number;
  spaces: number;
  last: number;
  segment: number;
  isGrouped: boolean;
  nonZero: number;
}

function classifyShape(shape: NumberShape): number {
  const { first, isZeroFirst, dots, commas, spaces, last, segment, isGrouped, nonZero } = shape;
  const marks = dots + commas;
  if (marks === 0) return isGrouped && segment === 3 && !isZeroFirst ? cellClass.grouped : 0;
  if (marks === 1 && spaces === 0) {
    const isThree = segment === 3 && first <= 3 && !isZeroFirst;
    if (dots === 1) return isThree ? cellClass.dot3 : nonZero ? cellClass.dot : cellClass.dotZero;
    return isThree ? cellClass.comma3 : nonZero ? cellClass.comma : cellClass.commaZero;
  }
  if (!isGrouped || isZeroFirst || first === 0) return 0;
  if (spaces > 0) {
    if (marks !== 1) return 0;
    return dots === 1 ? cellClass.groupedDot : cellClass.groupedComma;
  }
  if (commas === 0) return segment === 3 ? cellClass.groupedCommaInteger : 0;
  if (dots === 0) return segment === 3 ? cellClass.groupedDotInteger : 0;
  if (last === 46) return dots === 1 ? cellClass.groupedDot : 0;
  return commas === 1 ? cellClass.groupedComma : 0;
}

/** `e`, an optional sign and at most three digits; a comma before it is not taken for a decimal mark. */
function classifyExponent(bytes: Uint8Array, at: number, end: number, last: number, segment: number): number {
  if (segment === 0 || last === 44) return 0;
  let i = at + 1;
  const hasSign = bytes[i] === 45 || bytes[i] === 43;
  if (hasSign) i++;
  const digits = end - i;
  if (digits < 1 || digits > 3) return 0;
  let power = 0;
  for (; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < zero || byte > nine) return 0;
    power = power * 10 + byte - zero;
  }
  if (power > 308) return 0;
  return hasSign || last === 46 ? cellClass.exponent : cellClass.exponentBare;
}
