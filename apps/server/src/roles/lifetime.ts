import type { Logger } from "pino";

/** After so long a process that was told to stop ends, whatever is still open. */
const stopMsMax = 7000;
/** A second signal means haste only when it comes so long after the first. */
const impatientMs = 1000;

/**
 * Resolves when this process should stop: told so by its supervisor or a signal, or left alone by a supervisor that was
 * killed. A child ignores SIGINT: Ctrl-C reaches the whole terminal, and it is the supervisor who stops things in order.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      setTimeout(() => process.exit(1), stopMsMax).unref();
      resolve();
    };
    process.once("SIGTERM", stop);
    if (process.send) {
      process.on("SIGINT", () => {});
      process.on("SIGHUP", () => {});
      process.once("disconnect", stop);
      process.on("message", (message) => message === "stop" && stop());
    } else {
      process.once("SIGINT", stop);
      process.once("SIGHUP", stop);
    }
  });
}

/**
 * For the supervisor itself: resolves at the first Ctrl-C, TERM or HUP, or when the start script that holds its other
 * end is gone; a second one ends everything at once.
 */
export function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    let toldAt = 0;
    const tell = () => {
      // Ctrl-C comes twice, from the terminal and from the start script: that is still one.
      if (toldAt && Date.now() - toldAt > impatientMs) process.exit(130);
      toldAt ||= Date.now();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, tell);
    process.once("disconnect", resolve);
  });
}

/** Tells the supervisor that this process does its work now; nothing without one. */
export function tellReady(): void {
  process.send?.("ready");
}

/** Bugs that nobody caught are logged with their cause; the process ends and is started again. */
export function endOnBugs(log: Logger): void {
  const end = (error: unknown) => {
    log.fatal({ err: error }, "ended by an error nobody caught");
    process.exit(1);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
