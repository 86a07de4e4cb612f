/** How lines fall into cells, in bytes. */
export interface Dialect {
  /** An ASCII byte; a blank (32) separates by runs of blanks. */
  separator: number;
  /** An ASCII byte, or -1 when quotes mean nothing. */
  quote: number;
  isBackslash: boolean;
  /** Whether a carriage return alone ends a line. */
  isReturnBreak: boolean;
  /** Every separator is followed by a blank that belongs to it (`a, b, c`). */
  isSpaced: boolean;
}

export const backslash = 92;

/** Takes doubled and escaped quotes out of the cell between `start` and `end`, in place; gives where it ends then. */
export function unescapeCell(bytes: Buffer, start: number, end: number, { quote, isBackslash }: Dialect): number {
  let to = start;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    const next = bytes[i + 1]!;
    const isQuotePair = byte === quote && next === quote;
    const isEscape = isBackslash && byte === backslash && (next === quote || next === backslash);
    if (i + 1 < end && (isQuotePair || isEscape)) i++;
    bytes[to++] = bytes[i]!;
  }
  return to;
}
