import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled } from "./ensure-installed.mjs";
import { ensureWebBuilt } from "./ensure-web-built.mjs";
import { environment, node, root } from "./project.mjs";

/** `npm run bench`: measures against the machine's own limits and writes docs/benchmarks.md; `-- --only import`, `-- --big`. */
await ensureInstalled();
await ensureWebBuilt();
// The start-up bench starts as a person does, checks included.
const { status } = spawnSync(node, [join(root, "bench", "main.ts"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: environment(),
});
process.exit(status ?? 1);
