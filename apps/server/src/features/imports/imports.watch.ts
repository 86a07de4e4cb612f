import type { ImportState, Progress } from "@weft/api/import-shapes";
import type { Weft } from "../../weft.ts";
import { noteProgress } from "./imports.store.ts";

/** How often progress is told and a cancelled import is noticed. */
const tickMs = 500;

/** Thrown through whatever works on an import when it is not in its state any more: a person has cancelled it. */
export class Cancelled extends Error {}

/** Looks after one step of an import: tells how far it is, and hears when to stop. */
export interface Watch {
  /** Aborted when the import is cancelled (reason `Cancelled`), must end early, or this process stops. */
  signal: AbortSignal;
  note(read: { rows: number; bytes: number }): void;
  setPhase(phase: Progress["phase"]): void;
  setRejected(count: number): void;
  setBytesTotal(bytes: number): void;
  /** Ends the step early; what works on it throws `reason`. */
  abort(reason: Error): void;
  /** No more is told; waits for what is being told. */
  stop(): Promise<void>;
}

/** Begins to look after a step that is in `state`. */
export function startWatch(
  weft: Weft,
  step: { importId: string; state: ImportState; phase: Progress["phase"]; bytesTotal: number; signal: AbortSignal },
): Watch {
  const own = new AbortController();
  const startedAt = Date.now();
  const progress: Progress = {
    phase: step.phase,
    rows: 0,
    bytes: 0,
    bytesTotal: step.bytesTotal,
    rowsPerSecond: 0,
    secondsLeft: null,
    rejected: 0,
  };
  const tick = async () => {
    const seconds = Math.max((Date.now() - startedAt) / 1000, 0.001);
    progress.rowsPerSecond = Math.round(progress.rows / seconds);
    progress.secondsLeft = secondsLeft(progress, seconds);
    if (!(await noteProgress(weft.db.people, step.importId, step.state, progress))) own.abort(new Cancelled());
  };
  let ticking: Promise<void> | null = null;
  const timer = setInterval(() => {
    // A database that does not answer just now fails the step itself; the tick only looks on.
    ticking ??= tick()
      .catch(() => {})
      .finally(() => (ticking = null));
  }, tickMs);
  return {
    signal: AbortSignal.any([own.signal, step.signal]),
    note: ({ rows, bytes }) => Object.assign(progress, { rows, bytes }),
    setPhase: (phase) => void (progress.phase = phase),
    setRejected: (count) => void (progress.rejected = count),
    setBytesTotal: (bytes) => void (progress.bytesTotal = bytes),
    abort: (reason) => own.abort(reason),
    async stop() {
      clearInterval(timer);
      await ticking;
    },
  };
}

/** By the bytes read so far; null until there is something to go by. */
function secondsLeft(progress: Progress, seconds: number): number | null {
  if (progress.bytes === 0 || progress.bytesTotal === 0) return null;
  return Math.max(0, Math.round((progress.bytesTotal / progress.bytes - 1) * seconds));
}
