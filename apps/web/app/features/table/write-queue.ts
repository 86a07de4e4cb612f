/** Why writes wait: nobody answers, or one has to sign in first. */
export type WaitReason = "away" | "signed_out";

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
  /** Why an error of the try with this number (0-based) means that sending again is right; null = it was refused. */
  whyWait(error: unknown, tries: number): WaitReason | null;
  /** Called when `waiting` changes, and when the queue begins or ends (null) to wait. */
  onChange(waiting: number, why: WaitReason | null): void;
  pauseMs?: { first: number; longest: number };
}

export function createWriteQueue({ whyWait, onChange, pauseMs }: WriteQueueOptions): WriteQueue {
  const { first, longest } = pauseMs ?? { first: 1000, longest: 15_000 };
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let why: WaitReason | null = null;
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
        const reason = whyWait(error, tries);
        if (!reason) throw error;
        why = reason;
        onChange(waiting, why);
        await pause(Math.min(longest, first * 2 ** tries));
      }
    }
  }

  function settle(): void {
    waiting -= 1;
    why = null;
    onChange(waiting, why);
  }

  return {
    get waiting() {
      return waiting;
    },
    wake: () => wakeUp?.(),
    push(send) {
      waiting += 1;
      onChange(waiting, why);
      // With none before it a write goes out at once, before the page is drawn anew: that takes longer than the way to the server.
      const sent = waiting > 1 ? last.then(() => sendUntilReached(send)) : sendUntilReached(send);
      // A refused write must not hold up the next.
      last = sent.then(settle, settle);
      return sent;
    },
  };
}
