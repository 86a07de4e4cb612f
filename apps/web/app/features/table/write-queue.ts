/** Writes that go out one after the other and outlast a lost connection. */
export interface WriteQueue {
  /** Resolves or rejects with the server's answer; while the server cannot be reached it waits and tries again. */
  push<Reply>(send: () => Promise<Reply>): Promise<Reply>;
  /** How many are not confirmed yet. */
  readonly waiting: number;
  /** Tries at once, without waiting out the pause: the connection is back. */
  wake(): void;
}

export interface WriteQueueOptions {
  /** Whether an error of the try with this number (0-based) means that sending again is right: nothing was answered. */
  isUnreached(error: unknown, tries: number): boolean;
  /** Called when `waiting` changes, and when the queue begins (true) or ends to wait for the server. */
  onChange(waiting: number, isUnreached: boolean): void;
  pauseMs?: { first: number; longest: number };
}

export function createWriteQueue({ isUnreached, onChange, pauseMs }: WriteQueueOptions): WriteQueue {
  const { first, longest } = pauseMs ?? { first: 1000, longest: 15_000 };
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isAway = false;
  let wakeUp: (() => void) | undefined;

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function sendUntilReached<Reply>(send: () => Promise<Reply>): Promise<Reply> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await send();
      } catch (error) {
        if (!isUnreached(error, tries)) throw error;
        isAway = true;
        onChange(waiting, isAway);
        await pause(Math.min(longest, first * 2 ** tries));
      }
    }
  }

  function settle(): void {
    waiting -= 1;
    isAway = false;
    onChange(waiting, isAway);
  }

  return {
    get waiting() {
      return waiting;
    },
    wake: () => wakeUp?.(),
    push(send) {
      waiting += 1;
      onChange(waiting, isAway);
      const sent = last.then(() => sendUntilReached(send));
      // A refused write must not hold up the next.
      last = sent.then(settle, settle);
      return sent;
    },
  };
}
