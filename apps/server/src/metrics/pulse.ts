import type { Beat } from "@weft/api/instance";
import type { Weft } from "../weft.ts";

/** How often the pulse is taken, and how far back it is kept. */
export const stepMs = 5000;
const beatsMax = 3_600_000 / stepMs;

/** What has been answered since the last beat. */
let answered: { seconds: number[]; errors: number; refused: number } = { seconds: [], errors: 0, refused: 0 };

/** Notes an answer for the next beat. */
export function noteAnswer(status: number, seconds: number): void {
  answered.seconds.push(seconds);
  if (status >= 500) answered.errors++;
  if (status === 429) answered.refused++;
}

/** The last hour of this process, oldest first; in its memory, as it is for looking at now, not for keeping. */
interface Pulse {
  beats: Beat[];
  /** What the database had counted at the last beat. */
  written: { rows: number; at: number } | null;
}
const pulseOf = new WeakMap<Weft, Pulse>();

/** The beats of the last hour, or those after a moment. */
export function readPulse(weft: Weft, since?: string): Beat[] {
  const beats = pulseOf.get(weft)?.beats ?? [];
  return since === undefined ? beats : beats.filter(({ at }) => Date.parse(at) > Date.parse(since));
}

/** What only the process itself can count. */
interface Own {
  sockets: () => number;
  memoryBytes: () => number;
}

/** Takes the pulse every 5 s until it is stopped. */
export function startPulse(weft: Weft, own: Own): () => void {
  let taking = false;
  const timer = setInterval(() => {
    if (taking) return;
    taking = true;
    void takeBeat(weft, own).finally(() => (taking = false));
  }, stepMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Takes the pulse once: what has happened since it was taken last. */
export async function takeBeat(weft: Weft, own: Own): Promise<void> {
  const pulse = pulseOf.get(weft) ?? { beats: [], written: null };
  pulseOf.set(weft, pulse);
  const found = await askDatabase(weft);
  const now = Date.now();
  const { seconds, errors, refused } = answered;
  answered = { seconds: [], errors: 0, refused: 0 };
  const before = pulse.written;
  // A database that is away holds the pulse up: what came meanwhile is spread over the time it took.
  const last = pulse.beats.at(-1);
  const elapsed = last ? Math.max(0.001, (now - Date.parse(last.at)) / 1000) : stepMs / 1000;
  pulse.written = found && { rows: found.rows, at: now };
  pulse.beats.push({
    at: new Date(now).toISOString(),
    requestsPerSecond: round(seconds.length / elapsed),
    p95Ms: seconds.length === 0 ? null : round(percentile(seconds, 0.95) * 1000),
    errors,
    refused,
    jobsWaiting: found?.jobs ?? null,
    // The database counts from anew when it was restarted.
    rowsPerSecond:
      found && before ? round(Math.max(0, found.rows - before.rows) / Math.max(0.001, (now - before.at) / 1000)) : null,
    sockets: own.sockets(),
    memoryBytes: own.memoryBytes(),
  });
  if (pulse.beats.length > beatsMax) pulse.beats.splice(0, pulse.beats.length - beatsMax);
}

async function askDatabase(weft: Weft): Promise<{ rows: number; jobs: number } | null> {
  const answer = await weft.db.peoplePool
    .query<{ rows: number; jobs: number }>(
      `select (tup_inserted + tup_updated + tup_deleted)::float8 as rows,
         (select count(*)::int from graphile_worker._private_jobs
          where locked_at is null and run_at <= now() and attempts < max_attempts) as jobs
       from pg_stat_database where datname = current_database()`,
    )
    .catch(() => null);
  return answer?.rows[0] ?? null;
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

const round = (value: number) => Math.round(value * 10) / 10;
