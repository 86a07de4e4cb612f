import { spawnSync } from "node:child_process";

/** `npm run check`: format, lint with the import rules, types, unused code. Stops at nothing, fails if any fails. */
const steps = [
  ["format", "oxfmt", ["--check", "."]],
  ["lint", "oxlint", []],
  ["types", "tsc", ["-p", "tsconfig.json"]],
  ["unused code", "knip", ["--no-progress"]],
];

const failed = steps.filter(([, command, args]) => spawnSync(command, args, { stdio: "inherit" }).status !== 0);
for (const [name] of failed) console.error(`check: ${name} failed`);
process.exit(failed.length > 0 ? 1 : 0);
