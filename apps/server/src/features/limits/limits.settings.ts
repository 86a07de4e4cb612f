import type { LimitName } from "@weft/api/limits";
import type { Config } from "../../config.ts";
import type { Weft } from "../../weft.ts";
import { findSetLimits } from "./limits.store.ts";

export type Limits = Record<LimitName, number>;

/** Calls are counted by the minute. */
export const minuteMs = 60_000;

/** Tries for one e-mail from one address, and for all e-mails from one address, before one must wait. */
const signInTries = 10;
const signInTriesOfAddress = 300;

/** What holds where the owner has set nothing. */
export function defaultLimits({ callsPerMinute }: Config): Limits {
  return {
    person: callsPerMinute,
    token: callsPerMinute,
    address: callsPerMinute,
    signIn: signInTries,
    signInAddress: signInTriesOfAddress,
  };
}

/** So long a process goes by what it has read: a change holds everywhere after it. */
const keptMs = 1000;

interface Kept {
  limits: Limits;
  readAt: number;
  reading: Promise<void> | null;
}
const keptOf = new WeakMap<Weft, Kept>();

/** The limits that hold now; asks the database at most once a second, and goes by the last ones where it does not answer. */
export async function limitsOf(weft: Weft): Promise<Limits> {
  const kept = keptOf.get(weft) ?? { limits: defaultLimits(weft.config), readAt: -Infinity, reading: null };
  keptOf.set(weft, kept);
  if (performance.now() - kept.readAt < keptMs) return kept.limits;
  kept.reading ??= readInto(weft, kept);
  await kept.reading;
  return kept.limits;
}

/** Lets this process see at once what it has changed. */
export function forgetLimits(weft: Weft): void {
  keptOf.delete(weft);
}

async function readInto(weft: Weft, kept: Kept): Promise<void> {
  try {
    const set = await findSetLimits(weft.db.people);
    kept.limits = { ...defaultLimits(weft.config), ...Object.fromEntries(set.map(({ name, most }) => [name, most])) };
  } catch (error) {
    weft.log.warn({ err: error }, "limits cannot be read; the last ones hold");
  } finally {
    kept.readAt = performance.now();
    kept.reading = null;
  }
}
