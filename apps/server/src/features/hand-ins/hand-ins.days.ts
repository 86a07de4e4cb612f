import type { BodyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/hand-ins";
import { Problem } from "@weft/api/problems";
import type { HandInPeriod } from "@weft/model/hand-ins/schedule";
import { dayOf, findRound } from "@weft/model/hand-ins/schedule";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { HandInRow } from "./hand-ins.store.ts";
import { scheduleOf } from "./hand-ins.store.ts";

type Wanted = Pick<BodyOf<typeof contract.updateHandIn>, "nextDue" | "period" | "weeks">;

/** When the rounds to come are due, as it is told. */
export function daysOf(row: HandInRow): { nextDue: string | null; period: HandInPeriod; weeks: number } {
  const { period, weeks, rounds } = row;
  return { nextDue: findRound(scheduleOf(row), rounds)?.dueOn ?? null, period, weeks };
}

/**
 * What changes when the rounds to come are due otherwise: they are counted from the next one's day. What is wished as it is
 * changes nothing, so that the 31st comes back after a February.
 */
export function changeDays(row: HandInRow, wanted: Wanted, now: Date) {
  const before = daysOf(row);
  const { nextDue = before.nextDue, period = before.period, weeks = before.weeks } = wanted;
  const isOther = period !== before.period || (period === "weeks" && weeks !== before.weeks);
  if (nextDue === null) {
    if (isOther) refuse("nextDue", phrase`is missing: say when the next round is due`);
    return {};
  }
  if (nextDue === before.nextDue && !isOther) return {};
  if (nextDue !== before.nextDue) refuseOver("nextDue", nextDue, dayOf(now, row.timeZone));
  return { first_due: nextDue, first_number: row.rounds, period, weeks };
}

/** Refuses a due day that is over already. */
export function refuseOver(path: string, day: string, today: string): void {
  if (day < today) refuse(path, phrase`is over already: the due day is today (${today}) or later`);
}

function refuse(path: string, message: Phrase): never {
  throw new Problem("request.invalid", phrase`What is asked for has faults.`, [{ path, message }]);
}
