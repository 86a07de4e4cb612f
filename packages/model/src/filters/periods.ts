/** A span of whole days, both ends in it. */
export interface DaySpan {
  first: string;
  last: string;
}

export const periodUnits = ["day", "week", "month", "quarter", "year"] as const;
export type PeriodUnit = (typeof periodUnits)[number];

/**
 * A span of days as people say it: `this`, `last` and `next` are whole weeks (from Monday), months, quarters and years;
 * `past` and `coming` count back or forth from today, today in it; `ago` and `ahead` are single days.
 */
export type Period =
  | { kind: "today" | "yesterday" | "tomorrow" }
  | { kind: "this" | "last" | "next"; unit: PeriodUnit }
  | { kind: "past" | "coming" | "ago" | "ahead"; count: number; unit: PeriodUnit };

const plural = /s$/;

/** Reads `today`, `this_month`, `last_7_days`, `next_2_weeks`, `3_months_ago`, `in_10_days`; null when it is none. */
export function readPeriod(text: unknown): Period | null {
  if (text === "today" || text === "yesterday" || text === "tomorrow") return { kind: text };
  const match =
    /^(?:(this|last|next)_(week|month|quarter|year)|(last|next|in)_(\d{1,4})_(day|week|month|quarter|year)s?|(\d{1,4})_(day|week|month|quarter|year)s?_ago)$/.exec(
      typeof text === "string" ? text : "",
    );
  if (!match) return null;
  const [, which, whole, way, count, unit, countAgo, unitAgo] = match;
  if (which) return { kind: which as "this", unit: whole as PeriodUnit };
  if (unitAgo) return { kind: "ago", count: Number(countAgo), unit: unitAgo as PeriodUnit };
  const kinds = { last: "past", next: "coming", in: "ahead" } as const;
  const kind = kinds[way as keyof typeof kinds];
  if (Number(count) === 0 && kind !== "ahead") return null;
  return { kind, count: Number(count), unit: unit as PeriodUnit };
}

/** Writes what `readPeriod` reads. */
export function writePeriod(period: Period): string {
  if (!("unit" in period)) return period.kind;
  if (!("count" in period)) return `${period.kind}_${period.unit}`;
  const counted = `${period.count}_${period.unit.replace(plural, "")}s`;
  const writings = {
    past: `last_${counted}`,
    coming: `next_${counted}`,
    ahead: `in_${counted}`,
    ago: `${counted}_ago`,
  };
  return writings[period.kind];
}

/** The days a period means when it is `today`; cut off where the calendar of cells ends. */
export function spanOf(period: Period, today: string): DaySpan {
  switch (period.kind) {
    case "today":
      return { first: today, last: today };
    case "yesterday":
      return oneDay(shift(today, "day", -1));
    case "tomorrow":
      return oneDay(shift(today, "day", 1));
    case "this":
      return wholeUnit(today, period.unit);
    case "last":
      return wholeUnit(shift(startOf(today, period.unit), period.unit, -1), period.unit);
    case "next":
      return wholeUnit(shift(startOf(today, period.unit), period.unit, 1), period.unit);
    case "past":
      return { first: shift(shift(today, period.unit, -period.count), "day", 1), last: today };
    case "coming":
      return { first: today, last: shift(shift(today, period.unit, period.count), "day", -1) };
    case "ago":
      return oneDay(shift(today, period.unit, -period.count));
    case "ahead":
      return oneDay(shift(today, period.unit, period.count));
  }
}

/** The days of a year. */
export function spanOfYear(year: number): DaySpan {
  const digits = String(year).padStart(4, "0");
  return { first: `${digits}-01-01`, last: `${digits}-12-31` };
}

const firstDay = "0001-01-01";
const lastDay = "9999-12-31";
const dayMs = 86_400_000;
const monthsOf: Record<Exclude<PeriodUnit, "day" | "week">, number> = { month: 1, quarter: 3, year: 12 };

function oneDay(day: string): DaySpan {
  return { first: day, last: day };
}

function wholeUnit(day: string, unit: PeriodUnit): DaySpan {
  const first = startOf(day, unit);
  return { first, last: shift(shift(first, unit, 1), "day", -1) };
}

function startOf(day: string, unit: PeriodUnit): string {
  if (unit === "day") return day;
  if (unit === "week") return shift(day, "day", 1 - isoWeekday(day));
  const months = monthsOf[unit];
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / months) * months + 1;
  return `${day.slice(0, 4)}-${String(month).padStart(2, "0")}-01`;
}

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** A day moved by so many units; the 31st of a month that is shorter is its last day. */
export function shift(day: string, unit: PeriodUnit, by: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (unit === "day" || unit === "week")
    return written(new Date(at.getTime() + by * dayMs * (unit === "week" ? 7 : 1)));
  const months = at.getUTCFullYear() * 12 + at.getUTCMonth() + by * monthsOf[unit];
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12];
  const target = new Date(0);
  target.setUTCFullYear(year, month + 1, 0);
  target.setUTCFullYear(year, month, Math.min(at.getUTCDate(), target.getUTCDate()));
  return written(target);
}

function written(date: Date): string {
  const year = date.getUTCFullYear();
  if (year < 1) return firstDay;
  return year > 9999 ? lastDay : date.toISOString().slice(0, 10);
}
