import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { interrupt, launch, startInstance } from "./support/instance.ts";
import type { Instance } from "./support/instance.ts";

// Each start may take long on a busy machine.
test.describe.configure({ mode: "parallel", timeout: 120_000 });

interface Running {
  pid: number;
  parent: number;
  command: string;
}

function listProcesses(): Running[] {
  return execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8", maxBuffer: 32 * 1024 * 1024 })
    .trim()
    .split("\n")
    .map((line) => line.trim().match(/^(\d+)\s+(\d+)\s+(.*)$/) as RegExpMatchArray)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command as string }));
}

/** Everything that this instance started, the watcher and PostgreSQL's own children included. */
function listOwn(instance: Instance): Running[] {
  const all = listProcesses();
  const own = new Set([instance.process.pid as number]);
  for (let grown = true; grown;) {
    const found = all.filter(({ pid, parent }) => own.has(parent) && !own.has(pid));
    for (const { pid } of found) own.add(pid);
    grown = found.length > 0;
  }
  return all.filter(({ pid }) => own.has(pid));
}

const findRole = (instance: Instance, role: string) =>
  listOwn(instance).find(({ command }) => command.includes(`--role ${role}`))?.pid as number;
const findSupervisor = (instance: Instance) =>
  listOwn(instance).find(({ command }) => command.includes("main.ts --port"))?.pid as number;
const postmasterFile = (instance: Instance) => join(instance.data, "database", "cluster", "postmaster.pid");
const findPostgres = (instance: Instance) => Number(readFileSync(postmasterFile(instance), "utf8").split("\n")[0]);

const answers = async (url: string) => (await fetch(url).catch(() => null))?.status === 200;
const untilReady = (instance: Instance) =>
  expect.poll(() => answers(`${instance.url}/readyz`), { timeout: 20_000 }).toBe(true);
const untilGone = (pids: number[]) =>
  expect
    .poll(() => listProcesses().filter(({ pid, command }) => pids.includes(pid) && !command.includes("<defunct>")), {
      timeout: 15_000,
    })
    .toEqual([]);

const shared = { url: process.env.WEFT_E2E_URL as string, data: process.env.WEFT_E2E_DATA as string };

test("a second start on the same data folder says that it is in use, by which process and where", async () => {
  await using second = await launch({ data: shared.data });
  expect(await second.exited).toBe(1);
  expect(second.output()).toMatch(/already runs on .* \(pid \d+\)/);
  expect(second.output()).toContain(shared.data);
  expect(second.output()).toContain(shared.url);
  expect(await answers(`${shared.url}/readyz`)).toBe(true);
});

test("a taken port says which, and how to choose another", async () => {
  const { port } = new URL(shared.url);
  await using second = await launch({ port: Number(port) });
  expect(await second.exited).toBe(1);
  expect(second.output()).toMatch(new RegExp(`Port ${port} is taken.*npm start -- --port \\d+`));
});

test("Ctrl-C stops everything within ten seconds and leaves nothing running", async () => {
  await using instance = await startInstance();
  const pids = listOwn(instance).map(({ pid }) => pid);
  expect(pids.length).toBeGreaterThan(5);
  const startedAt = Date.now();
  interrupt(instance.process);
  expect(await instance.exited).toBe(0);
  expect(Date.now() - startedAt).toBeLessThan(10_000);
  await untilGone(pids);
});

test("when the supervisor is killed outright everything else stops too, and the next start recovers by itself", async () => {
  await using instance = await startInstance();
  const pids = listOwn(instance).map(({ pid }) => pid);
  process.kill(findSupervisor(instance), "SIGKILL");
  await instance.exited;
  await untilGone(pids);
  await using again = await startInstance({ data: instance.data });
  expect(await answers(`${again.url}/readyz`)).toBe(true);
});

test("a PostgreSQL that outlived everything is taken over by the next start", async () => {
  await using instance = await startInstance();
  const postgres = findPostgres(instance);
  // The watcher goes first, so that nobody is left to stop PostgreSQL.
  for (const { pid } of listOwn(instance).filter(({ command }) => command.includes("cat >/dev/null")))
    process.kill(pid, "SIGKILL");
  process.kill(findSupervisor(instance), "SIGKILL");
  await instance.exited;
  expect(listProcesses().some(({ pid }) => pid === postgres)).toBe(true);
  await using again = await startInstance({ data: instance.data });
  expect(await answers(`${again.url}/readyz`)).toBe(true);
  await untilGone([postgres]);
});

test("api, worker, web and PostgreSQL come back when they are killed", async () => {
  await using instance = await startInstance();
  for (const role of ["api", "worker,exporter", "web"]) {
    const pid = findRole(instance, role);
    process.kill(pid, "SIGKILL");
    // The killed one may still be listed for a moment: what counts is another in its place.
    await expect.poll(() => [undefined, pid].includes(findRole(instance, role)), { timeout: 10_000 }).toBe(false);
    await untilReady(instance);
  }
  const postgres = findPostgres(instance);
  process.kill(postgres, "SIGKILL");
  await expect.poll(() => listProcesses().some(({ pid }) => pid === postgres)).toBe(false);
  // Its connections may outlive it for a moment and still answer: first another must stand in its place.
  const hasAnother = () => existsSync(postmasterFile(instance)) && findPostgres(instance) !== postgres;
  await expect.poll(hasAnother, { timeout: 20_000 }).toBe(true);
  await untilReady(instance);
  await expect.poll(() => answers(`${instance.url}/welcome`), { timeout: 15_000 }).toBe(true);
});

test("one scrape of /metrics shows api and worker", async () => {
  await fetch(`${shared.url}/api/v1/session`);
  const scrape = async () => (await fetch(`${shared.url}/metrics`)).text();
  await expect.poll(scrape, { timeout: 10_000 }).toContain('role="worker"');
  const text = await scrape();
  expect(text).toMatch(/http_request_duration_seconds_count\{.*route="\/api\/v1\/session".*role="api"/);
  expect(text).toContain("weft_jobs_waiting");
  expect(text).toContain("weft_pool_connections");
});
