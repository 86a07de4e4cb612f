const everyMs = 200;

/** Reports at most five times a second, and at the end. Throws when the signal says so. */
export function makeProgress(options: {
  onProgress(progress: { rows: number; bytes: number }): void;
  signal: AbortSignal;
}): (rows: number, bytes: number, isEnd?: boolean) => void {
  let last = 0;
  return (rows, bytes, isEnd = false) => {
    options.signal.throwIfAborted();
    const now = performance.now();
    if (!isEnd && now - last < everyMs) return;
    last = now;
    options.onProgress({ rows, bytes });
  };
}
