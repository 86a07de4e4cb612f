import type { FieldShape } from "../fields/field.ts";
import { maskOf } from "./byte-kinds.ts";
import { cellClass, dateForm, formOf } from "./cell-class.ts";
import type { Checked } from "./check.ts";
import { checkCell } from "./check.ts";
import { classify, trimmed } from "./classify.ts";
import { dateParts } from "./date-class.ts";
import type { ValueReading } from "./fits.ts";
import { fate, fatesOf, plainTypes } from "./fits.ts";
import { refusalOf } from "./refusal.ts";
import { lastWord } from "./word-class.ts";

const encoder = new TextEncoder();

/**
 * Reads text that a person typed, pasted or sent as a cell of the given shape, by the very rules that files are read
 * by: the same classes decide what fits. "" and, where the type is not a plain text, null marks such as `n/a` are null.
 */
export function parseText(shape: FieldShape, text: string, how: Omit<ValueReading, "shape"> = {}): Checked {
  if (text === "") return { ok: true, value: null };
  if (plainTypes.has(shape.type)) return checkCell(shape, shape.type === "choice" ? text.trim() || null : text);
  const reading: ValueReading = { shape, ...how };
  const bytes = encoder.encode(text);
  const cls = classify(bytes, 0, bytes.length, maskOf(bytes, 0, bytes.length));
  const what = fatesOf(reading)[cls];
  if (what === fate.none) return { ok: true, value: null };
  if (what !== fate.kept) return { ok: false, reason: refusalOf(reading) };
  const trimmedText = new TextDecoder().decode(bytes.subarray(trimmed.start, trimmed.end));
  return checkCell(shape, toCell(reading, cls, trimmedText));
}

function toCell(reading: ValueReading, cls: number, text: string): unknown {
  switch (reading.shape.type) {
    case "number":
      return toDigits(text, reading.decimalMark ?? ".");
    case "boolean":
      return cls === cellClass.bit ? text === "1" : lastWord.isYes;
    case "date":
      return toDay(cls, reading.dateOrder === "mdy");
    case "datetime":
      return toDay(cls, reading.dateOrder === "mdy") + toTime(reading.shape.options.zoned);
    case "json":
      return JSON.parse(text);
    default:
      return text;
  }
}

/** Digits, sign, point and exponent; what groups the digits is left out. */
function toDigits(text: string, mark: "." | ","): string {
  const plain = text.replaceAll(mark === "." ? /[^\d.eE+-]/gu : /[^\d,eE+-]/gu, "").replace(",", ".");
  return plain.replace(/^\+/u, "");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function toDay(cls: number, isMonthFirst: boolean): string {
  const { year, a, b } = dateParts;
  const form = formOf(cls);
  const isDayFirst = form === dateForm.dmy || form === dateForm.same || (form === dateForm.both && !isMonthFirst);
  const [month, day] = isDayFirst ? [b, a] : [a, b];
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function toTime(isZoned: boolean): string {
  const { hour, minute, second, micros, offset } = dateParts;
  const fraction = micros > 0 ? `.${String(micros).padStart(6, "0")}` : "";
  const minutes = Math.abs(offset);
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `T${two(hour)}:${two(minute)}:${two(second)}${fraction}${isZoned ? zone : ""}`;
}
