import type { Change } from "@weft/api/changes";

/** Changes of one table in order, none missed without knowing it. */
export interface ChangeFeed {
  /** The number of the last change applied. */
  readonly held: number;
  /** A change as the socket brings it: applied when it is the next, else what lies between is fetched first. */
  receive(change: Change): void;
  /** The server says how far it is, after a (re)connection: fetches what is missing. */
  reach(lastChange: number): void;
  /** What is on screen was read at `number`. */
  start(number: number): void;
}

export interface ChangeFeedOptions {
  since: number;
  /** Changes after a number, oldest first; rejects when they are no longer kept. */
  fetchSince(number: number): Promise<{ changes: Change[]; lastChange: number; more: boolean }>;
  apply(change: Change): void;
  /** Called when the way from `held` to now cannot be told: read everything anew. */
  reload(): void;
}

/** More than this many missed changes are quicker read anew than told one by one. */
const fetchedMax = 1000;

export function createChangeFeed({ since, fetchSince, apply, reload }: ChangeFeedOptions): ChangeFeed {
  let held = since;
  let known = since;
  let isFetching = false;

  function take(change: Change): boolean {
    known = Math.max(known, change.number);
    if (change.number !== held + 1) return change.number <= held;
    held = change.number;
    apply(change);
    return true;
  }

  async function catchUp(): Promise<void> {
    if (isFetching || held >= known) return;
    isFetching = true;
    try {
      while (held < known) {
        if (known - held > fetchedMax) throw new Error("too far behind");
        const before = held;
        const { changes, lastChange } = await fetchSince(held);
        known = Math.max(known, lastChange);
        for (const change of changes) take(change);
        if (held === before) throw new Error("no change that follows");
      }
    } catch {
      held = known;
      reload();
    } finally {
      isFetching = false;
    }
  }

  return {
    get held() {
      return held;
    },
    receive(change) {
      if (!take(change)) void catchUp();
    },
    reach(lastChange) {
      known = Math.max(known, lastChange);
      void catchUp();
    },
    start(number) {
      held = Math.max(held, number);
      known = Math.max(known, number);
    },
  };
}
