import type { Reading } from "@weft/api/import-shapes";
import type { Measure } from "./measure-dialect.ts";
import { measureDialect } from "./measure-dialect.ts";
import type { Dialect } from "./dialect.ts";

/** Separators by how often the world uses them; the weight is what a rarer one's score must make up for. */
const separators: { byte: number; weight: number }[] = [
  { byte: 44, weight: 1 },
  { byte: 59, weight: 1 },
  { byte: 9, weight: 1 },
  { byte: 124, weight: 0.98 },
  { byte: 1, weight: 0.95 },
  { byte: 31, weight: 0.95 },
  { byte: 126, weight: 0.9 },
  { byte: 94, weight: 0.9 },
  { byte: 58, weight: 0.6 },
  { byte: 35, weight: 0.6 },
  { byte: 33, weight: 0.6 },
  { byte: 38, weight: 0.6 },
  { byte: 42, weight: 0.6 },
  { byte: 61, weight: 0.6 },
  { byte: 47, weight: 0.4 },
  { byte: 95, weight: 0.4 },
  { byte: 32, weight: 0.75 },
];
const strongCount = 8;
const doubleQuote = 34;
const singleQuote = 39;

export type LineEnd = "lf" | "crlf" | "cr" | "mixed";

/** Line ends of a sample, by counting. */
export function countLineEnds(sample: Buffer): { lf: number; crlf: number; cr: number; kind: LineEnd } {
  let lf = 0;
  let crlf = 0;
  let cr = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] === 10) lf++;
    else if (sample[i] === 13) {
      if (sample[i + 1] === 10) {
        crlf++;
        i++;
      } else if (i + 1 < sample.length) cr++;
    }
  }
  const kinds = [lf, crlf, cr].filter((count) => count > 0).length;
  const kind = kinds > 1 ? "mixed" : crlf > 0 ? "crlf" : cr > 0 ? "cr" : "lf";
  return { lf, crlf, cr, kind };
}

/**
 * The dialect that makes the best table of the segments: rows of one width, cells that are clean. What `given` holds is
 * not questioned. Segments are UTF-8, begin at a line, and have one spare byte at their end.
 */
export function detectDialect(segments: Buffer[], given: Partial<Reading>, isWhole: boolean): Dialect {
  const head = segments[0]!;
  const ends = countLineEnds(head.subarray(0, -1));
  const said = /^sep=(.)\r?\n/iu.exec(head.toString("latin1", 0, 12))?.[1];
  const separatorGiven = given.separator ?? said;
  const present = new Set(head);
  const candidates = separatorGiven
    ? [{ byte: separatorGiven.charCodeAt(0), weight: 1 }]
    : separators.filter(({ byte }) => present.has(byte) && (byte !== 58 || !isClock(head)));
  const measureBest = (isReturnBreak: boolean) =>
    chooseDialect(segments, candidates, given, { isReturnBreak, isWhole });
  if (ends.cr === 0) return measureBest(false).dialect;
  if (ends.lf + ends.crlf === 0) return measureBest(true).dialect;
  const [without, having] = [measureBest(false), measureBest(true)];
  return having.score > without.score ? having.dialect : without.dialect;
}

/** Whether most colons of the text stand between digits: those are times, not separators. */
function isClock(head: Buffer): boolean {
  const text = head.toString("latin1");
  const all = text.match(/:/gu)?.length ?? 0;
  return (text.match(/\d:(?=\d)/gu)?.length ?? 0) > all / 2;
}

interface Scored {
  dialect: Dialect;
  score: number;
}

function chooseDialect(
  segments: Buffer[],
  candidates: { byte: number; weight: number }[],
  given: Partial<Reading>,
  how: { isReturnBreak: boolean; isWhole: boolean },
): Scored {
  const base: Dialect = {
    separator: 44,
    quote: doubleQuote,
    isBackslash: given.escape === "backslash",
    isReturnBreak: how.isReturnBreak,
    isSpaced: false,
  };
  const quotes = listQuotes(segments[0]!, given);
  const escapes = given.escape
    ? [base.isBackslash]
    : segments[0]!.includes('\\"') || segments[0]!.includes("\\'")
      ? [false, true]
      : [false];
  const areQuotesSound = new Set<number>();
  let best: (Scored & { measure: Measure; byte: number }) | null = null;
  for (const { byte, weight } of candidates) {
    for (const quote of quotes) {
      for (const isBackslash of escapes) {
        const dialect = { ...base, separator: byte, quote, isBackslash };
        const measure = measureDialect(segments, dialect, how.isWhole);
        if (measure.width < 2) continue;
        // Quotes that open and close well mean something, whatever single ones go astray.
        if (quote === doubleQuote && measure.quoted >= measure.faults) areQuotesSound.add(byte);
        if (quote === -1 && areQuotesSound.has(byte)) continue;
        const score = measure.score * weight * (quote === doubleQuote || measure.quoted > 0 ? 1 : 0.97);
        if (!best || score > best.score + 1e-9) best = { dialect, score, measure, byte };
      }
    }
  }
  const single = {
    ...base,
    separator: candidates.length === 1 && given.separator ? candidates[0]!.byte : 44,
    quote: quotes[0]!,
  };
  if (!best) return { dialect: given.separator ? single : pickUnused(single, segments), score: 0 };
  if (best.byte !== 32 && best.measure.spaced > 0.99) best.dialect.isSpaced = true;
  if (given.separator) return best;
  return isSingleColumn(segments, best, how.isWhole) ? { dialect: pickUnused(single, segments), score: 0.2 } : best;
}

/** Quote characters worth a try. */
function listQuotes(head: Buffer, given: Partial<Reading>): number[] {
  if (given.quote !== undefined) return [given.quote === null ? -1 : given.quote.charCodeAt(0)];
  const quotes = [doubleQuote];
  if (/(?:^|[,;\t|\n])'/u.test(head.toString("latin1"))) quotes.push(singleQuote);
  if (head.includes(doubleQuote)) quotes.push(-1);
  return quotes;
}

/** Whether the text is rather one column that happens to hold the separator, such as times, sentences or prices. */
function isSingleColumn(
  segments: Buffer[],
  best: { dialect: Dialect; measure: Measure; byte: number; score: number },
  isWhole: boolean,
): boolean {
  const { measure, byte } = best;
  const isStrong = separators.findIndex((separator) => separator.byte === byte) < strongCount;
  const one = measureDialect(segments, { ...best.dialect, separator: 0 }, isWhole);
  if (measure.rows <= 1 && !isStrong) return true;
  const isHeadSplit = measure.firstWidth === measure.width;
  if (isStrong) {
    if (!isHeadSplit && measure.firstWidth === 1 && one.typed * one.rows > 0.8 * (one.rows - 1)) return true;
    return measure.consistency < 0.6 && measure.width === 2 && measure.typed < 0.5;
  }
  if (one.typed > 0.5) return true;
  if (measure.consistency < 0.9 || measure.typed < 0.3) return true;
  return best.score < 0.25;
}

/** A separator for a file that has none: the first usual one that does not occur. */
function pickUnused(dialect: Dialect, segments: Buffer[]): Dialect {
  const free = [44, 59, 9, 124, 31].find((byte) => segments.every((segment) => !segment.includes(byte)));
  return { ...dialect, separator: free ?? 31 };
}
