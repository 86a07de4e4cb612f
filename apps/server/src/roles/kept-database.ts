import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { EmbeddedDatabase } from "../database/embedded.ts";
import { findLeftovers } from "../database/embedded-leftovers.ts";
import { sharedFolder } from "../database/embedded-place.ts";
import { freePort, startEmbedded } from "../database/embedded.ts";

const retryMs = 300;

/** The embedded PostgreSQL of a data folder, started again on the same port whenever it ends by itself. */
export async function keepDatabase(
  dataFolder: string,
  log: Logger,
): Promise<{ url: string; note?: string; stop(): Promise<void> }> {
  const port = await freePort();
  const options = {
    folder: join(dataFolder, "database"),
    port,
    onLog: (line: string) => log.debug({ postgres: line }),
  };
  const stopping = new AbortController();
  let server: EmbeddedDatabase = await startEmbedded(options);
  const { url, note } = server;
  for (const { place, folder } of await findLeftovers(sharedFolder))
    log.warn(
      { place, folder },
      `A database lies in ${place} whose data folder ${folder} is not there any more. If nobody needs it: rm -rf ${place}`,
    );

  async function keep(): Promise<void> {
    for (;;) {
      await server.exited;
      if (stopping.signal.aborted) return;
      log.warn("PostgreSQL ended; starting it again");
      const again = await startAgain();
      if (!again) return;
      server = again;
    }
  }

  /** What an ended PostgreSQL left running (a query that has not noticed) may hold its memory for a moment. */
  async function startAgain(): Promise<EmbeddedDatabase | null> {
    while (!stopping.signal.aborted) {
      try {
        return await startEmbedded(options);
      } catch (error) {
        log.info({ err: error }, "PostgreSQL does not start yet");
        await sleep(retryMs);
      }
    }
    return null;
  }

  const kept = keep();
  return {
    url,
    note,
    async stop() {
      stopping.abort();
      await server.stop();
      await kept;
    },
  };
}
