import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, wherever a script is called from. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Programs that came with the packages, Node 24 among them, before those of the machine. */
export function environment(extra = {}) {
  const programs = join(root, "node_modules", ".bin");
  return { ...process.env, PATH: `${programs}:${process.env.PATH}`, NUXT_TELEMETRY_DISABLED: "1", ...extra };
}

/** Node 24 from the packages; scripts themselves run on whatever Node the machine has. */
export const node = join(root, "node_modules", "node", "bin", "node");

/** Stops with one plain sentence. */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
