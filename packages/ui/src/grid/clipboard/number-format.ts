import type { CellMeaning } from "./clipboard-cell.ts";

/** What a spreadsheet's number format makes of a number. */
export type FormatKind = "number" | "moment" | "boolean" | "text";

/** Formats that Excel names instead of spelling them out; all others of its names are numbers. */
const namedKinds: Record<string, FormatKind> = { "@": "text", "true/false": "boolean", "yes/no": "boolean" };

/**
 * The kind of a format code such as `#,##0.00`, `JJ/MM/AAAA` or `Short Date`. LibreOffice spells codes in the language of
 * the document, so no letter is looked for by name: codes of numbers have none outside quotes and brackets.
 */
export function kindOfFormat(code: string): FormatKind {
  const plain = code.trim().toLowerCase();
  const named = namedKinds[plain] ?? (plain.startsWith("bool") ? "boolean" : undefined);
  if (named) return named;
  if (/^(general|short|medium|long) (date|time)$/.test(plain)) return "moment";
  if (/^(general|standard|fixed|currency|percent|scientific)$/.test(plain)) return "number";
  return /\p{L}/u.test(lettersOf(plain)) ? "moment" : "number";
}

/** A code of small letters without what is only shown: quoted text, colours and currencies, spaces as wide as a sign. */
function lettersOf(code: string): string {
  return code
    .replace(/"[^"]*"/g, "")
    .replace(/\\./g, "")
    .replace(/\[(?!(h+|m+|s+)\])[^\]]*\]/g, "")
    .replace(/[_*]./g, "")
    .replace(/[0#?.]e[+-]/g, "")
    .replace(/general|standard/g, "");
}

/** The order of year, month and day in an English code, where all three are numbers; undefined where it does not say. */
export function dateOrderOf(code: string): string | undefined {
  const plain = lettersOf(code.toLowerCase());
  if (/mmm/.test(plain)) return undefined;
  const order = (plain.match(/y+|m+|d+/g) ?? []).map((part) => part[0]).join("");
  return ["ymd", "mdy", "dmy"].find((known) => order.startsWith(known));
}

/** A day or time as digits in a known order, such as `3/1/24 2:30 PM`; undefined when it is none. */
export function readMoment(text: string, order: string): CellMeaning | undefined {
  const found =
    /^\D{0,12}(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})\.?(?:[, T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?m?\.?)?$/i.exec(
      text.trim(),
    );
  if (!found) return undefined;
  const part = (letter: string) => Number(found[1 + order.indexOf(letter)]);
  const year = part("y") < 100 ? part("y") + (part("y") < 69 ? 2000 : 1900) : part("y");
  const hour = found[7] ? (Number(found[4]) % 12) + (found[7].toLowerCase() === "p" ? 12 : 0) : Number(found[4] ?? 0);
  const at = Date.UTC(year, part("m") - 1, part("d"), hour, Number(found[5] ?? 0), Number(found[6] ?? 0));
  const iso = isoOf(at);
  // What does not exist rolls over to another day: it is left to whoever says why it cannot be.
  if (!iso || Number(iso.slice(8, 10)) !== part("d")) return undefined;
  return found[4] === undefined ? { kind: "date", value: iso.slice(0, 10) } : { kind: "datetime", value: iso };
}

const dayMs = 86_400_000;
/** Day 0 of spreadsheets, and how much later it is in those that count from 1904. */
const dayZeroMs = Date.UTC(1899, 11, 30);
const laterDays = 1462;

/**
 * The day or time of a serial number that is shown as `text`. Times alone and durations are none. The clipboard does not
 * tell from where days are counted: the year that is shown does.
 */
export function momentOf(serial: number, text: string): CellMeaning | undefined {
  const clock = /\d:\d\d(:\d\d)?([.,]\d+)?\s*([ap]\.?\s?m\.?)?/i;
  const hasClock = clock.test(text);
  const isTimeAlone = hasClock && !/\d/.test(text.replace(/\d*\d:\d\d(:\d\d)?([.,]\d+)?/, ""));
  if (isTimeAlone || serial < 1) return undefined;
  // More exact than a serial number can be.
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{4,6}$/.test(text))
    return { kind: "datetime", value: text.replace(" ", "T") };
  const shown = /\b\d{4}\b/.exec(text)?.[0];
  const yearOf = (days: number) => isoOf(dayZeroMs + days * dayMs)?.slice(0, 4);
  const isLater = shown !== undefined && yearOf(serial) !== shown && yearOf(serial + laterDays) === shown;
  const iso = isoOf(Math.round(dayZeroMs + (serial + (isLater ? laterDays : 0)) * dayMs));
  if (!iso) return undefined;
  const isDay = !hasClock && Number.isInteger(serial);
  return isDay ? { kind: "date", value: iso.slice(0, 10) } : { kind: "datetime", value: iso };
}

/** The serial number of a day or time, `2024-03-01` or `2024-03-01 14:30:05`; undefined before 1900-03, where programs differ. */
export function serialOf(text: string): number | undefined {
  const at = Date.parse(`${text.replace(" ", "T")}${text.includes(":") ? "" : "T00:00"}Z`);
  const serial = (at - dayZeroMs) / dayMs;
  return serial >= 61 ? serial : undefined;
}

/** `2024-03-01T14:30:00`, with a fraction only where there is one; undefined beyond the years that spreadsheets know. */
function isoOf(ms: number): string | undefined {
  if (!(ms > dayZeroMs && ms < Date.UTC(10_000, 0, 1))) return undefined;
  return new Date(ms).toISOString().replace(/(\.000)?Z$/, "");
}
