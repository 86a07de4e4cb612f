import { instantOf, wallClockOf } from "../values/wall-clock.ts";

/** The hour at which the mail of the day is written, on the clock of its reader. */
export const digestHour = 7;

/** The last instant up to `now` at which it was morning in a time zone: what came before it belongs into its mail. */
export function lastMorning(now: Date, timeZone: string): Date {
  const morning = morningOf(now, timeZone);
  if (morning.getTime() <= now.getTime()) return morning;
  // Half a day back is surely yesterday: it is not yet 7 o'clock.
  return morningOf(new Date(now.getTime() - 12 * 3_600_000), timeZone);
}

function morningOf(at: Date, timeZone: string): Date {
  const day = (wallClockOf(at.toISOString(), timeZone) as string).slice(0, 10);
  return new Date(instantOf(`${day}T${String(digestHour).padStart(2, "0")}:00:00`, timeZone));
}
