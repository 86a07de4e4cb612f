/** A date and time as a clock on the wall shows it, `YYYY-MM-DDTHH:MM:SS`, for an instant in a time zone. */
export function wallClockOf(instant: string, timeZone: string): string | undefined {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return undefined;
  const parts: Record<string, string> = {};
  for (const { type, value } of formatterFor(timeZone).formatToParts(date)) parts[type] = value;
  return `${parts.year!.padStart(4, "0")}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

/** The instant, ISO with `Z`, at which clocks in `timeZone` show `wallClock`; the earlier one when they show it twice. */
export function instantOf(wallClock: string, timeZone: string): string {
  const asUtcMs = Date.parse(`${wallClock}Z`);
  // The offset differs on the two sides of a clock change: try both neighbours' offsets and keep one that fits.
  const candidates = [-86_400_000, 86_400_000].map((shiftMs) => asUtcMs - offsetMs(asUtcMs + shiftMs, timeZone));
  const fitting = candidates.find((ms) => wallClockOf(new Date(ms).toISOString(), timeZone) === wallClock.slice(0, 19));
  return new Date(fitting ?? candidates[0]!).toISOString().replace(".000Z", "Z");
}

/** Whether computers know a time zone by this name; bare offsets are none, as programs read their signs differently. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(formatterFor(name));
  } catch {
    return false;
  }
}

function offsetMs(atMs: number, timeZone: string): number {
  const whole = Math.floor(atMs / 1000) * 1000;
  return Date.parse(`${wallClockOf(new Date(whole).toISOString(), timeZone)}Z`) - whole;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    const numeric = "2-digit" as const;
    formatter = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      calendar: "gregory",
      year: "numeric",
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
      hourCycle: "h23",
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}
