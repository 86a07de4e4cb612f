import { randomUUID } from "node:crypto";
import type { Beat } from "@weft/api/instance";
import type { Weft } from "../weft.ts";
import type { AnswerTimes } from "./answer-times.ts";
import { countTime, shareOf } from "./answer-times.ts";
import type { PulseLine, PulseSum } from "./pulse.store.ts";
import { countWork, insertLines, sumLines } from "./pulse.store.ts";

/** How often the pulse is taken: by all processes at the same moments of the clock, so that they can be summed. */
export const stepMs = 5000;
const hourMs = 3_600_000;
/** The newest step is told when the other processes have had time to write theirs. */
const graceMs = 2000;
/** A timer may wake a little before its time. */
const lateMs = 20;

/** What a process has counted since its last beat, and what could not be written yet. */
interface Pulse {
  process: string;
  answers: { count: number; times: AnswerTimes; errors: number; refused: number };
  /** When the last beat was taken. */
  last: number | null;
  /** What the database had counted at the last beat. */
  written: { rows: number; at: number } | null;
  unwritten: PulseLine[];
}
const pulseOf = new WeakMap<Weft, Pulse>();

function getPulse(weft: Weft): Pulse {
  const pulse = pulseOf.get(weft) ?? {
    process: randomUUID(),
    answers: { count: 0, times: {}, errors: 0, refused: 0 },
    last: null,
    written: null,
    unwritten: [],
  };
  pulseOf.set(weft, pulse);
  return pulse;
}

/** Notes an answer for the next beat. */
export function noteAnswer(weft: Weft, status: number, seconds: number): void {
  const { answers } = getPulse(weft);
  answers.count++;
  countTime(answers.times, seconds);
  if (status >= 500) answers.errors++;
  if (status === 429) answers.refused++;
}

/** What only the process itself can count. */
interface Own {
  sockets: () => number;
  memoryBytes: () => number;
}

/** Takes the pulse at each step of the clock until it is stopped. */
export function startPulse(weft: Weft, own: Own): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const goOn = () => {
    if (isStopped) return;
    timer = setTimeout(() => void takeBeat(weft, own).finally(goOn), stepMs - (Date.now() % stepMs) + lateMs);
    timer.unref();
  };
  goOn();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** Takes the pulse once, what has happened since it was taken last, and writes it down for all processes. */
export async function takeBeat(weft: Weft, own: Own, now = Date.now()): Promise<void> {
  const pulse = getPulse(weft);
  const found = await countWork(weft.db.peoplePool).catch(() => null);
  const { answers, last, written } = pulse;
  pulse.answers = { count: 0, times: {}, errors: 0, refused: 0 };
  // A database that is away holds the pulse up: what came meanwhile is spread over the time it took.
  const elapsed = last === null ? stepMs / 1000 : Math.max(0.001, (now - last) / 1000);
  pulse.last = now;
  pulse.written = found && { rows: found.rows, at: now };
  pulse.unwritten.push({
    at: new Date(now - (now % stepMs)).toISOString(),
    process: pulse.process,
    requestsPerSecond: answers.count / elapsed,
    times: answers.times,
    errors: answers.errors,
    refused: answers.refused,
    jobsWaiting: found?.jobs ?? null,
    // The database counts from anew when it was restarted.
    rowsPerSecond:
      found && written ? Math.max(0, found.rows - written.rows) / Math.max(0.001, (now - written.at) / 1000) : null,
    sockets: own.sockets(),
    memoryBytes: own.memoryBytes(),
  });
  pulse.unwritten.splice(0, pulse.unwritten.length - hourMs / stepMs);
  const lines = pulse.unwritten;
  const isWritten = await insertLines(weft.db.peoplePool, lines).then(
    () => true,
    () => false,
  );
  if (isWritten) pulse.unwritten = [];
}

/** The beats of all processes in the last hour, or those after a moment; a step in which no process was there is a gap. */
export async function readPulse(weft: Weft, since?: string, now = Date.now()): Promise<Beat[]> {
  const first = Math.max(now - hourMs, since === undefined ? 0 : Date.parse(since));
  const sums = await sumLines(weft.db.peoplePool, new Date(first), new Date(now - graceMs));
  const beats: Beat[] = [];
  let next = since === undefined ? undefined : first - (first % stepMs) + stepMs;
  for (const sum of sums) {
    const at = sum.at.getTime();
    for (next ??= at; next < at; next += stepMs) beats.push(gapAt(next));
    beats.push(showBeat(sum));
    next = at + stepMs;
  }
  return beats;
}

function showBeat(sum: PulseSum): Beat {
  const { at, requestsPerSecond, rowsPerSecond, times, ...rest } = sum;
  const seconds = shareOf(times, 0.95);
  return {
    ...rest,
    at: at.toISOString(),
    requestsPerSecond: round(requestsPerSecond),
    p95Ms: seconds === null ? null : round(seconds * 1000),
    rowsPerSecond: rowsPerSecond === null ? null : round(rowsPerSecond),
  };
}

function gapAt(at: number): Beat {
  const nothing = { requestsPerSecond: null, p95Ms: null, errors: null, refused: null, jobsWaiting: null };
  const more = { rowsPerSecond: null, sockets: null, memoryBytes: null };
  return { at: new Date(at).toISOString(), processes: 0, ...nothing, ...more };
}

const round = (value: number) => Math.round(value * 10) / 10;
