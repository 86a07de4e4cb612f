import type { CellValue, Field, FieldType } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import { checkDatetime } from "@weft/model/values/times";
import type { CellFault } from "../texts.ts";
import { instantOf } from "@weft/model/values/wall-clock";

/** How the person who types writes numbers, days and hours. */
export interface Writing {
  locale: string;
  timeZone: string;
}

export type CellReading = { value: CellValue; fault?: undefined } | { fault: CellFault; value?: undefined };

type Reader = (text: string, field: Field, writing: Writing) => CellReading;

const readers: Record<FieldType, Reader> = {
  text: asText,
  long_text: asText,
  number: asNumber,
  boolean: asBoolean,
  date: asDate,
  datetime: asDatetime,
  choice: asChoice,
  url: asUrl,
  email: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { value: text } : { fault: "email" }),
  json: asJson,
};

/** Reads what a person typed into a cell; empty text is no value. Checks as one types, the server has the last word. */
export function readCell(text: string, field: Field, writing: Writing): CellReading {
  if (text.trim() === "") return { value: null };
  if (text.length > limits.cellBytesMax) return { fault: "too_long" };
  const isFree = field.type === "text" || field.type === "long_text";
  return readers[field.type](isFree ? text : text.trim(), field, writing);
}

function asText(text: string): CellReading {
  return { value: text };
}

function asNumber(text: string, field: Field, { locale }: Writing): CellReading {
  const plain = withoutGroups(text.replace(/[\s\u00a0\u202f'’_]/g, "").replace("\u2212", "-"), decimalPoint(locale));
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(plain);
  if (!parts || (parts[2] === "" && !parts[3])) return { fault: "number" };
  const fraction = (parts[3] ?? "").replace(/0+$/, "");
  if (field.type === "number" && field.options.decimals === 0 && fraction !== "") return { fault: "whole_number" };
  const whole = parts[2]!.replace(/^0+(?=\d)/, "") || "0";
  const digits = `${parts[1] === "-" ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
  // A double holds 15 significant digits exactly; longer numbers travel as their digits.
  const significant = (whole + fraction).replace(/^0+/, "").length;
  return { value: significant <= 15 ? Number(digits) : digits };
}

/**
 * Digits with `.` before the decimals. The other sign than `point` groups where every group has three digits; where it
 * stands alone and groups nothing it is meant as the decimal sign; anything else is left as it is, and is no number.
 */
function withoutGroups(text: string, point: string): string {
  const group = point === "," ? "." : ",";
  const isGrouped = group === "," ? /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/ : /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/;
  if (isGrouped.test(text)) return text.replaceAll(group, "").replace(",", ".");
  const signs = text.match(/[.,]/g) ?? [];
  return signs.length === 1 ? text.replace(",", ".") : text;
}

/** The sign between whole and fraction as people of `locale` write it. */
export function decimalPoint(locale: string): string {
  return new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";
}

const trueWords = new Set(["true", "yes", "y", "1", "on", "x", "oui", "o", "vrai", "✓"]);
const falseWords = new Set(["false", "no", "n", "0", "off", "non", "faux"]);

function asBoolean(text: string): CellReading {
  const word = text.toLowerCase();
  if (trueWords.has(word)) return { value: true };
  return falseWords.has(word) ? { value: false } : { fault: "boolean" };
}

function asDate(text: string, _field: Field, { locale }: Writing): CellReading {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return day(iso[1]!, iso[2]!, iso[3]!);
  const local = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(text);
  if (!local) return { fault: "date" };
  const [, first = "", second = "", ending = ""] = local;
  // As files are read: 68 is 2068, 69 is 1969.
  const year = ending.length === 4 ? ending : String(Number(ending) + (Number(ending) < 69 ? 2000 : 1900));
  return isMonthFirst(locale) ? day(year, first, second) : day(year, second, first);
}

function isMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(2000, 0, 2)).map((part) => part.type);
  return parts.indexOf("month") < parts.indexOf("day");
}

function day(year: string, month: string, date: string): CellReading {
  const text = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const at = new Date(`${text}T00:00:00Z`);
  // 2024-02-31 rolls over to March: a day that exists comes back as it went in.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) return { fault: "date_exists" };
  return { value: text };
}

function asDatetime(text: string, field: Field, writing: Writing): CellReading {
  const isZoned = field.type === "datetime" && field.options.zoned;
  const exact = isZoned ? checkDatetime(text, true) : undefined;
  if (exact?.ok) return { value: exact.value };
  const instant = /(?:z|[+-]\d{2}:?\d{2})$/i.test(text) && text.includes(":") ? new Date(text) : undefined;
  if (isZoned && instant && !Number.isNaN(instant.getTime())) return { value: instant.toISOString() };
  const parts = /^(.+?)(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(?: ?([ap])\.?m\.?)?)?$/i.exec(text);
  const date = parts ? asDate(parts[1]!, field, writing) : undefined;
  if (!parts || !date || date.fault) return { fault: date?.fault === "date_exists" ? "date_exists" : "datetime" };
  const [, , clock = "0", minute = "00", second = "00", fraction, half] = parts;
  if (half && (Number(clock) < 1 || Number(clock) > 12)) return { fault: "datetime" };
  const hour = half ? String((Number(clock) % 12) + (half.toLowerCase() === "p" ? 12 : 0)) : clock;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return { fault: "datetime" };
  const wall = `${String(date.value)}T${hour.padStart(2, "0")}:${minute}:${second}`;
  const tail = fraction ? `.${fraction}` : "";
  return { value: isZoned ? instantOf(wall, writing.timeZone).replace("Z", `${tail}Z`) : wall + tail };
}

function asChoice(text: string, field: Field): CellReading {
  const choices = field.type === "choice" ? field.options.choices : [];
  const wanted = text.toLowerCase();
  const choice = choices.find(({ name }) => name === text) ?? choices.find(({ name }) => name.toLowerCase() === wanted);
  return choice ? { value: choice.name } : { fault: "choice" };
}

function asUrl(text: string): CellReading {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  const isWeb = /^https?:\/\/[^\s/]+\.[^\s]+$|^https?:\/\/localhost\b|^(mailto|ftp):/i.test(address);
  return isWeb && URL.canParse(address) ? { value: address } : { fault: "url" };
}

function asJson(text: string): CellReading {
  try {
    return { value: JSON.parse(text) as CellValue };
  } catch {
    return { fault: "json" };
  }
}
