import type { CellValue, FieldType } from "@weft/model/fields/field";

/** Continues cells: the value `steps` after the last one given (1 = the next). */
type Series = (steps: number) => CellValue;

/**
 * How a run of cells goes on, in fill order: numbers and days by their step, months by months, text by the number at its
 * end, names of weekdays and months in turn; anything else, and one number alone, is repeated.
 */
export function seriesOf(cells: readonly CellValue[], type: FieldType, unit: 1 | -1 = 1): Series {
  const repeated: Series = (steps) => cells[(steps - 1) % cells.length] ?? null;
  if (cells.length === 0 || cells.some((cell) => cell === null)) return repeated;
  return finders[type]?.(cells, unit) ?? repeated;
}

type Finder = (cells: readonly CellValue[], unit: 1 | -1) => Series | undefined;

const finders: Partial<Record<FieldType, Finder>> = {
  number: byNumber,
  date: byDay,
  datetime: byTime,
  text: (cells, unit) => byName(cells.map(String), unit) ?? byNumberAtEnd(cells.map(String), unit),
  long_text: (cells, unit) => byNumberAtEnd(cells.map(String), unit),
};

function byNumber(cells: readonly CellValue[]): Series | undefined {
  if (cells.length < 2 || cells.some((cell) => typeof cell !== "number")) return undefined;
  const numbers = cells as readonly number[];
  const decimals = Math.max(...numbers.map((value) => (/\.(\d+)$/.exec(String(value))?.[1] ?? "").length));
  const step = evenStep(numbers.map((value) => Math.round(value * 10 ** decimals)));
  if (step === undefined) return undefined;
  const last = Math.round(numbers.at(-1)! * 10 ** decimals);
  return (steps) => (last + step * steps) / 10 ** decimals;
}

/** The step between neighbours, when it is everywhere the same. */
function evenStep(values: readonly number[]): number | undefined {
  if (values.some((value) => !Number.isSafeInteger(value))) return undefined;
  const step = values[1]! - values[0]!;
  return values.every((value, at) => value === values[0]! + step * at) ? step : undefined;
}

const dayMs = 86_400_000;

/** One day goes on by days; several by their step, in whole months where they stand on the same day of the month. */
function byDay(cells: readonly CellValue[], unit: 1 | -1): Series | undefined {
  const dates = cells.map((cell) => new Date(`${String(cell)}T00:00:00Z`));
  if (dates.some((date) => Number.isNaN(date.getTime()))) return undefined;
  const last = dates.at(-1)!;
  const months = dates.map((date) => date.getUTCFullYear() * 12 + date.getUTCMonth());
  const day = dates[0]!.getUTCDate();
  const isMonthly = dates.length > 1 && dates.every((date) => date.getUTCDate() === day);
  const monthStep = isMonthly ? evenStep(months) : undefined;
  if (monthStep) return (steps) => isoOf(dayOfMonth(months.at(-1)! + monthStep * steps, day));
  const step = dates.length > 1 ? evenStep(dates.map((date) => date.getTime() / dayMs)) : unit;
  return step === undefined ? undefined : (steps) => isoOf(new Date(last.getTime() + step * steps * dayMs));
}

/** A month shorter than `day` gives its last day. */
function dayOfMonth(month: number, day: number): Date {
  const lastDay = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, Math.min(day, lastDay)));
}

function isoOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Times by their step; one alone goes on by days. Read as UTC whether zoned or not: the writing stays as it was. */
function byTime(cells: readonly CellValue[], unit: 1 | -1): Series | undefined {
  const texts = cells.map(String);
  const isZoned = texts.every((text) => text.endsWith("Z"));
  const times = texts.map((text) => Date.parse(isZoned ? text : `${text}Z`));
  if (texts.some((text) => /\.\d/.test(text)) || times.some(Number.isNaN)) return undefined;
  const step = times.length > 1 ? evenStep(times) : dayMs * unit;
  if (step === undefined) return undefined;
  return (steps) => {
    const wall = new Date(times.at(-1)! + step * steps).toISOString().slice(0, 19);
    return isZoned ? `${wall}Z` : wall;
  };
}

/** `Row 7` goes on with `Row 8`, `A-007` with `A-008`; two or more by their step. */
function byNumberAtEnd(texts: readonly string[], unit: 1 | -1): Series | undefined {
  const parts = texts.map((text) => /^(.*?)(\d{1,15})$/s.exec(text));
  const head = parts[0]?.[1];
  if (parts.some((part) => part?.[1] !== head || part === null)) return undefined;
  const digits = parts.map((part) => part![2]!);
  // A text of digits alone is a code, such as a zip code: repeated when it is one.
  if (head === "" && texts.length === 1) return undefined;
  const step = texts.length > 1 ? evenStep(digits.map(Number)) : unit;
  if (step === undefined) return undefined;
  const width = digits.at(-1)!.startsWith("0") ? digits.at(-1)!.length : 0;
  const last = Number(digits.at(-1));
  return (steps) => `${head}${String(Math.abs(last + step * steps)).padStart(width, "0")}`;
}

const cycles = [
  "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
  "Mon Tue Wed Thu Fri Sat Sun",
  "lundi mardi mercredi jeudi vendredi samedi dimanche",
  "lun mar mer jeu ven sam dim",
  "lun. mar. mer. jeu. ven. sam. dim.",
  "January February March April May June July August September October November December",
  "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
  "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
  "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
].map((words) => words.split(" "));

/** Weekdays and months, in English and French, written as the last cell is: MONDAY, Monday, monday. */
function byName(texts: readonly string[], unit: 1 | -1): Series | undefined {
  const words = texts.map((text) => text.trim().toLowerCase());
  const cycle = cycles.find((names) => {
    const lower = names.map((name) => name.toLowerCase());
    return words.every((word) => lower.includes(word));
  });
  if (!cycle) return undefined;
  const { length } = cycle;
  const places = words.map((word) => cycle.findIndex((name) => name.toLowerCase() === word));
  const turn = (from: number, to: number) => (to - from + length) % length;
  const step = places.length > 1 ? turn(places[0]!, places[1]!) : unit;
  if (places.some((place, at) => at > 0 && turn(places[at - 1]!, place) !== step)) return undefined;
  const write = caseOf(texts.at(-1)!.trim());
  return (steps) => write(cycle[(((places.at(-1)! + step * steps) % length) + length) % length]!);
}

function caseOf(sample: string): (word: string) => string {
  if (sample === sample.toLowerCase()) return (word) => word.toLowerCase();
  if (sample === sample.toUpperCase()) return (word) => word.toUpperCase();
  return (word) => word[0]!.toUpperCase() + word.slice(1);
}
