import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const worker = `
  import { appendFileSync } from "node:fs";
  import { takeLock } from ${JSON.stringify(new URL("lock-file.mjs", import.meta.url).href)};
  const [lock, log] = process.argv.slice(1);
  const letGo = await takeLock(lock);
  appendFileSync(log, process.pid + " in\\n");
  await new Promise((done) => setImmediate(done));
  appendFileSync(log, process.pid + " out\\n");
  letGo();
`;

test("of several processes at once, each holds the lock alone, also after one that died with it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "weft-lock-"));
  const [lock, log] = [join(folder, "building"), join(folder, "log")];
  // No process has this number: it is past what systems give.
  await writeFile(lock, "99999999");
  const start = () => spawn(process.execPath, ["--input-type=module", "-e", worker, lock, log], { stdio: "inherit" });
  const codes = await Promise.all(Array.from({ length: 6 }, async () => (await once(start(), "exit"))[0] as number));
  expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
  const lines = (await readFile(log, "utf8")).trim().split("\n");
  expect(lines).toHaveLength(12);
  for (let at = 0; at < lines.length; at += 2) expect(lines[at + 1]).toBe(lines[at]!.replace("in", "out"));
  await rm(folder, { recursive: true });
});
