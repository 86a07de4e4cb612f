import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled } from "./ensure-installed.mjs";
import { environment, root } from "./project.mjs";

/** `npm run grid`: the grid alone with a million rows in memory, without a server; `-- --port 9000` for another port. */
await ensureInstalled();
const { status } = spawnSync("vite", ["--config", "story/vite.config.ts", ...process.argv.slice(2)], {
  cwd: join(root, "packages", "ui"),
  stdio: "inherit",
  env: environment(),
});
process.exit(status ?? 1);
