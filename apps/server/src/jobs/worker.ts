import type { Weft } from "../weft.ts";
import type { Queue } from "./queue-runner.ts";
import { startQueue } from "./queue-runner.ts";
import { heartbeatMs, register } from "./registration.ts";
import { sweep } from "./sweep.ts";

/** Jobs of the exporter queue done at once by one process: they are long, and nobody waits at a screen. */
const exportsAtOnce = 2;

/** A worker at work. */
export interface Worker {
  /** Rejects when it cannot go on; the process should end and be started again. */
  ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** Does the jobs of `queues`, each with workers of its own, and frees those of workers that have died. */
export async function startWorker(weft: Weft, queues: Queue[]): Promise<Worker> {
  const registration = await register(weft, queues);
  await sweep(weft);
  const runners = await Promise.all(
    queues.map((queue) => startQueue(weft, queue, queue === "worker" ? weft.config.workerConcurrency : exportsAtOnce)),
  );
  await registration.setLocks(runners.flatMap(({ locks }) => locks));
  let beating: Promise<void> | null = null;
  const beat = async () => {
    await registration.beat();
    await sweep(weft);
  };
  const timer = setInterval(() => {
    beating ??= beat()
      .catch((error: unknown) => weft.log.debug({ err: error }, "no sign of life given: the database does not answer"))
      .finally(() => (beating = null));
  }, heartbeatMs);
  return {
    ended: Promise.race(runners.map(({ ended }) => ended)),
    async stop() {
      clearInterval(timer);
      await beating;
      await Promise.all(runners.map((runner) => runner.stop()));
      await registration.remove();
    },
  };
}
