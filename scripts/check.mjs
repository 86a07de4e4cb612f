import { spawnSync } from "node:child_process";
import { ensureInstalled } from "./ensure-installed.mjs";
import { environment, root } from "./project.mjs";

/** `npm run check`: format, lint with the import rules, types, unused code. Stops at nothing, fails if any fails. */
const steps = [
  ["format", "oxfmt", ["--check", "."]],
  ["lint", "oxlint", ["--quiet"]],
  ["types", "tsc", ["-p", "tsconfig.json"]],
  ["types of the grid", "vue-tsc", ["-p", "packages/ui/tsconfig.json", "--noEmit"]],
  ["types of the web app", "npm", ["run", "types", "--silent", "--workspace", "apps/web"]],
  ["unused code", "knip", ["--no-progress"]],
];

await ensureInstalled();
const failed = [];
for (const [name, command, args] of steps) {
  const startedAt = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: environment() });
  if (status !== 0) failed.push(name);
  console.log(
    `check: ${name} ${status === 0 ? "passed" : "failed"} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
}
process.exit(failed.length > 0 ? 1 : 0);
