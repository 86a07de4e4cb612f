import { shift } from "../filters/periods.ts";
import type { PeriodUnit } from "../filters/periods.ts";
import { instantOf, wallClockOf } from "../values/wall-clock.ts";

export const handInPeriods = ["once", "weeks", "monthly", "quarterly", "yearly"] as const;
export type HandInPeriod = (typeof handInPeriods)[number];

export const submissionStates = ["owed", "handed_in", "sent_back", "accepted"] as const;
export type SubmissionState = (typeof submissionStates)[number];

/** When something is to be handed in, again and again. Days are those of the time zone. */
export interface Schedule {
  /** `YYYY-MM-DD`: the day that rounds are counted from. */
  firstDue: string;
  /** The round due on that day: 0 until the days are changed. */
  firstNumber: number;
  period: HandInPeriod;
  /** Of `weeks`: how many lie between two due days. */
  weeks: number;
  timeZone: string;
}

/** One instance of the period: due by the end of its day. */
export interface Round {
  /** From 0. */
  number: number;
  dueOn: string;
  /** The instant at which that day is over. */
  dueAt: string;
}

const units: Record<Exclude<HandInPeriod, "once" | "weeks">, PeriodUnit> = {
  monthly: "month",
  quarterly: "quarter",
  yearly: "year",
};

/** After a long standstill no more rounds than this are opened in one go. */
const openedAtOnceMax = 24;

/**
 * A round by its number, or undefined when there is none. Counted from the first due day, so that what is due on the 31st
 * is due on the 28th of February and on the 31st of March again.
 */
export function findRound(schedule: Schedule, number: number): Round | undefined {
  const { firstDue, firstNumber, period, weeks, timeZone } = schedule;
  const steps = number - firstNumber;
  if (period === "once" && steps > 0) return undefined;
  const dueOn =
    period === "once"
      ? firstDue
      : period === "weeks"
        ? shift(firstDue, "week", steps * weeks)
        : shift(firstDue, units[period], steps);
  return { number, dueOn, dueAt: endOfDay(dueOn, timeZone) };
}

/** The rounds after the first `made` that are to be open by now: each opens some days before it is due. */
export function roundsToOpen(schedule: Schedule, made: number, opensDays: number, now: Date): Round[] {
  const today = dayOf(now, schedule.timeZone);
  const rounds: Round[] = [];
  for (let number = made; rounds.length < openedAtOnceMax; number++) {
    const round = findRound(schedule, number);
    if (!round || shift(round.dueOn, "day", -opensDays) > today) break;
    rounds.push(round);
  }
  return rounds;
}

/** Which reminder is due today by itself: some days before the due day, or on it. */
export function reminderOf(
  round: { dueOn: string },
  { remindDays, timeZone }: { remindDays: number; timeZone: string },
  now: Date,
): "before" | "day" | null {
  const today = dayOf(now, timeZone);
  if (today === round.dueOn) return "day";
  return remindDays > 0 && today < round.dueOn && today >= shift(round.dueOn, "day", -remindDays) ? "before" : null;
}

/** Whether something comes, or came, after its due moment. What was sent back is owed anew. */
export function isLate(
  submission: { state: SubmissionState; handedInAt: string | null },
  dueAt: string,
  now: Date,
): boolean {
  const isOwed = submission.state === "owed" || submission.state === "sent_back";
  const at = isOwed || submission.handedInAt === null ? now.getTime() : Date.parse(submission.handedInAt);
  return at >= Date.parse(dueAt);
}

/** The day a calendar in the time zone shows at an instant. */
export function dayOf(instant: Date, timeZone: string): string {
  return (wallClockOf(instant.toISOString(), timeZone) as string).slice(0, 10);
}

/** The instant a day is over. Where no midnight is on a clock because it is put forward then, it ends with that jump. */
export function endOfDay(day: string, timeZone: string): string {
  return new Date(instantOf(`${shift(day, "day", 1)}T00:00:00`, timeZone)).toISOString();
}
