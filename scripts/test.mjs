import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./ensure-chromium.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { ensureRedis } from "./ensure-redis.mjs";
import { ensureWebBuilt } from "./ensure-web-built.mjs";
import { environment, fail, root } from "./project.mjs";

/**
 * `npm test`: sets up what tests need, runs them all, and says in the last line `N passed, N failed`.
 * `npm test -- unit` and `npm test -- e2e` run a part.
 */
const parts = process.argv.slice(2);
const runs = (part) => parts.length === 0 || parts.includes(part);
const unknown = parts.find((part) => !["unit", "e2e"].includes(part));
if (unknown) fail(`There is no part "${unknown}" of the tests: unit, e2e, or nothing for all.`);

await ensureInstalled();
const reports = mkdtempSync(join(tmpdir(), "weft-reports-"));
const totals = { passed: 0, failed: 0 };

if (runs("unit")) {
  await ensureRedis();
  // The web app's tsconfig is made of parts that Nuxt writes: without them its tests cannot be read.
  if (!existsSync(join(root, "apps/web/.nuxt/tsconfig.app.json"))) run("nuxt", ["prepare", "apps/web"]);
  const report = join(reports, "vitest.json");
  const status = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = read(report);
  // A file that cannot even be loaded has no failed test; it counts as one.
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  add(numPassedTests, numFailedTests + broken, status);
}
if (runs("e2e")) {
  await ensureChromium();
  const webFolder = await ensureWebBuilt().catch((error) => console.error(error.message));
  if (!webFolder) totals.failed += 1;
  const report = join(reports, "playwright.json");
  const status = run("playwright", ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    WEFT_WEB_FOLDER: webFolder ?? "",
  });
  const { stats = {}, errors = [] } = read(report);
  add((stats.expected ?? 0) + (stats.flaky ?? 0), (stats.unexpected ?? 0) + errors.length, status);
}

rmSync(reports, { recursive: true, force: true });
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);

function run(command, args, extra) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit", env: environment(extra) }).status;
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}

/** A run that failed without saying which test counts as one failure. */
function add(passed, failed, status) {
  totals.passed += passed;
  totals.failed += failed || (status === 0 ? 0 : 1);
}
