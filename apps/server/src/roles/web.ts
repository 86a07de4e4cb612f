import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tellReady, untilStopped } from "./lifetime.ts";

/** The web program: Nuxt's own server in `folder`, ending with its supervisor. Where it listens stands in its environment. */
export async function runWeb(folder: string): Promise<void> {
  const stopped = untilStopped();
  await import(pathToFileURL(join(folder, "server", "index.mjs")).href);
  tellReady();
  await stopped;
  process.exit(0);
}
