import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { fail } from "./project.mjs";
import { runQuietly } from "./run-quietly.mjs";

/** Finds a redis-server, or installs it where that can be done without asking: as root, with apt. */
export async function ensureRedis() {
  if (isThere("redis-server")) return;
  if (isThere("apt-get") && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const allowServices = forbidServices();
    await runQuietly("Reading the package lists", "apt-get", ["update", "-q"], { env }).catch(() => {});
    await runQuietly(
      "Installing Redis",
      "apt-get",
      ["install", "-y", "-q", "--no-install-recommends", "redis-server"],
      { env },
    ).catch(() => {});
    allowServices();
    if (isThere("redis-server")) return;
  }
  fail(
    "The tests need a Redis, and none was found: install it (Debian and Ubuntu: `sudo apt-get install redis-server`).",
  );
}

function isThere(program) {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

/** Packages ask this file before they start a service: tests start their own. Gives what takes it away again. */
function forbidServices() {
  const policy = "/usr/sbin/policy-rc.d";
  try {
    writeFileSync(policy, "#!/bin/sh\nexit 101\n", { flag: "wx", mode: 0o755 });
    return () => rmSync(policy);
  } catch {
    return () => {};
  }
}
