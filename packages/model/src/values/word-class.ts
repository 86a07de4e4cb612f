import { cellClass } from "./cell-class.ts";

const nullMarks = [
  "null",
  "na",
  "n/a",
  "#n/a",
  "nan",
  "none",
  "nil",
  "-",
  "--",
  "–",
  "—",
  "?",
  ".",
  "\\n",
  "(null)",
  "<null>",
  "#null!",
];

/** Pairs of words that mean yes and no; a column is boolean when one pair explains all its values. */
export const booleanPairs = [
  ["true", "false"],
  ["yes", "no"],
  ["y", "n"],
  ["t", "f"],
  ["oui", "non"],
  ["vrai", "faux"],
  ["ja", "nein"],
  ["wahr", "falsch"],
  ["sí", "no"],
  ["si", "no"],
] as const;

const wordBytesMax = 7;

/** A short word as one number: its bytes, letters made small. */
function keyOf(bytes: Uint8Array, start: number, end: number): number {
  let key = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    key = key * 256 + (byte >= 65 && byte <= 90 ? byte + 32 : byte);
  }
  return key;
}

function keyOfText(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return keyOf(bytes, 0, bytes.length);
}

const words = new Map<number, { cls: number; bit: number; isYes: boolean }>();
for (const mark of nullMarks) words.set(keyOfText(mark), { cls: cellClass.nullMark, bit: 0, isYes: false });
const booleanWords = [...new Set(booleanPairs.flat())];
for (const [index, word] of booleanWords.entries()) {
  const isYes = booleanPairs.some((pair) => pair[0] === word);
  words.set(keyOfText(word), { cls: cellClass.boolean, bit: 1 << index, isYes });
}

/** The boolean word that `classifyWord` saw last: its bit among all words, and what it means. */
export const lastWord = { bit: 0, isYes: false };

/** Null marks and boolean words; 0 for anything else. */
export function classifyWord(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > wordBytesMax) return 0;
  const word = words.get(keyOf(bytes, start, end));
  if (word === undefined) return 0;
  lastWord.bit = word.bit;
  lastWord.isYes = word.isYes;
  return word.cls;
}

/** Words that mean more than yes or no, as a code or a country does (NO is Norway). */
const unsureWords = new Set<string>(["no", "si"]);

/**
 * Whether one pair explains all the words in `bits`. Single letters, "no" and "si" must come with their opposite: a column
 * of nothing but NO stays text, which is easily made yes/no, whereas the lost text would not come back.
 */
export function isOnePair(bits: number): boolean {
  return booleanPairs.some(([yes, no]) => {
    const yesBit = 1 << booleanWords.indexOf(yes);
    const noBit = 1 << booleanWords.indexOf(no);
    if ((bits & ~(yesBit | noBit)) !== 0) return false;
    const isBoth = bits === (yesBit | noBit);
    return isBoth || (yes.length > 1 && !unsureWords.has(bits === yesBit ? yes : no));
  });
}
