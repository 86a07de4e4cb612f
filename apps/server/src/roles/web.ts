import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Config } from "../config.ts";
import { tellReady, untilStopped } from "./lifetime.ts";

/** The web program: Nuxt's own server, ending with its supervisor. Where it listens stands in its environment. */
export async function runWeb(config: Config): Promise<void> {
  const stopped = untilStopped();
  await import(pathToFileURL(join(config.webFolder as string, "server", "index.mjs")).href);
  tellReady();
  await stopped;
  process.exit(0);
}
