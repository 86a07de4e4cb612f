import { spawnSync } from "node:child_process";
import { findHeadlessChromium } from "./find-chromium.mjs";
import { fail } from "./project.mjs";
import { runQuietly } from "./run-quietly.mjs";

/** Finds a Chromium, or installs it where that can be done without asking: as root, with apt; without a window where apt has it so. */
export async function ensureChromium() {
  if (findHeadlessChromium()) return;
  const hasApt = spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
  if (hasApt && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await runQuietly("Reading the package lists", "apt-get", ["update", "-q"], { env }).catch(() => {});
    for (const name of ["chromium-headless-shell", "chromium"]) {
      const args = ["install", "-y", "-q", "--no-install-recommends", name];
      await runQuietly("Installing Chromium", "apt-get", args, { env }).catch(() => {});
      if (findHeadlessChromium()) return;
    }
  }
  fail(
    "The tests need a Chromium, and none was found: install it (Debian and Ubuntu: `sudo apt-get install chromium`), or say where one is with CHROMIUM=/path/to/chromium.",
  );
}
