import { phrase } from "../texts/phrase.ts";
import type { Checked } from "./check.ts";

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const datetimePattern =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Checks a date cell: `YYYY-MM-DD`, a day of the calendar between years 0001 and 9999. */
export function checkDate(value: unknown): Checked {
  if (typeof value !== "string" || !datePattern.test(value))
    return { ok: false, reason: phrase`must be a date as YYYY-MM-DD` };
  return isDay(value) ? { ok: true, value } : { ok: false, reason: phrase`is no day of the calendar: ${value}` };
}

/**
 * Checks a datetime cell: ISO 8601 with offset when `zoned`, without otherwise. Canonical: seconds always, no trailing
 * zeros after them, at most microseconds; zoned ones in UTC with `Z`.
 */
export function checkDatetime(value: unknown, zoned: boolean): Checked {
  const example = zoned ? "2024-03-05T14:30:00Z" : "2024-03-05T14:30:00";
  const match = typeof value === "string" ? datetimePattern.exec(value) : null;
  if (!match) return { ok: false, reason: phrase`must be a date with time such as ${example}` };
  const [, day = "", hour = "", minute = "", second = "00", fraction = "", offset] = match;
  if (zoned && !offset)
    return { ok: false, reason: phrase`lacks its time zone: end it with Z or an offset such as +01:00` };
  if (!zoned && offset)
    return { ok: false, reason: phrase`has a time zone, and this field keeps times without: leave ${offset} off` };
  if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return { ok: false, reason: phrase`is no moment of the calendar: ${String(value)}` };
  const decimals = fraction.replace(/0+$/, "");
  const tail = decimals ? `.${decimals}` : "";
  if (!zoned) return { ok: true, value: `${day}T${hour}:${minute}:${second}${tail}` };
  const utc = toUtc(`${day}T${hour}:${minute}:${second}`, offset as string);
  return utc ? { ok: true, value: `${utc}${tail}Z` } : { ok: false, reason: phrase`is outside the years 0001 to 9999` };
}

/** Which of two datetime cells is later; both zoned or both not, in any of the forms `checkDatetime` takes. */
export function compareDatetimes(a: string, b: string): number {
  const [left, right] = [comparable(a), comparable(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** The day after a `YYYY-MM-DD`; null after 9999-12-31, the last one there is. */
export function dayAfter(day: string): string | null {
  if (day === "9999-12-31") return null;
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The day before a `YYYY-MM-DD`; null before 0001-01-01, the first one there is. */
export function dayBefore(day: string): string | null {
  if (day === "0001-01-01") return null;
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function comparable(text: string): string {
  const checked = checkDatetime(text, /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10)));
  return checked.ok ? String(checked.value).replace("Z", "") : text;
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) && !day.startsWith("0000");
}

function toUtc(moment: string, offset: string): string | null {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  const shiftMs = sign ? (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? 1 : -1) : 0;
  const text = new Date(Date.parse(`${moment}Z`) + shiftMs).toISOString();
  return /^\d{4}-/.test(text) && !text.startsWith("0000") ? text.slice(0, 19) : null;
}
