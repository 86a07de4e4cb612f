import { createServer } from "node:http";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { followSettings } from "../features/settings/settings.live.ts";
import { isReady } from "../health/readiness.ts";
import type { Queue } from "../jobs/queue-runner.ts";
import { closeListener } from "../live/listener.ts";
import { openLog } from "../log.ts";
import { countProcess, registry } from "../metrics/metrics.ts";
import { countPools } from "../metrics/pools.ts";
import type { Weft } from "../weft.ts";
import { openDataFolder, readSecret } from "./data-folder.ts";
import { endOnBugs, tellReady, untilStopped } from "./lifetime.ts";
import { openWeft } from "./open-weft.ts";

export type RoleName = "api" | "worker" | "exporter";

const metricsEveryMs = 5000;

/** Runs a process of one or several roles until it is told to stop; resolves when everything is closed. */
export async function runRoles(given: Config, roles: RoleName[]): Promise<void> {
  const stopped = untilStopped();
  const isChild = Boolean(process.send);
  openDataFolder(given.dataFolder);
  const config = { ...given, secret: given.secret ?? readSecret(given.dataFolder) };
  const name = roles.includes("api") ? "api" : "worker";
  const log = openLog(config, name, isChild ? join(config.dataFolder, "logs") : undefined);
  endOnBugs(log);
  // Each part is loaded where it runs: an api has no use for the queue's handlers, a worker none for HTTP.
  if (!isChild) await (await import("./prepare-database.ts")).prepareDatabase(config, log);
  const weft = await openWeft(config, log);
  await followSettings(weft);
  const queues = roles.filter((role): role is Queue => role !== "api");
  const api = roles.includes("api") ? await (await import("./api.ts")).startApi(weft) : null;
  const worker = queues.length > 0 ? await (await import("../jobs/worker.ts")).startWorker(weft, queues) : null;
  const doors = api ? null : await openWorkerDoors(weft, isChild);
  log.info({ roles }, "started");
  tellReady();
  // A worker whose queue gave up ends with an error, so that it is started again.
  await Promise.race([stopped, worker?.ended.then(() => stopped) ?? stopped]);
  await Promise.all([api?.stop(), worker?.stop()]);
  doors?.();
  await closeListener(weft);
  await Promise.all([weft.db[Symbol.asyncDispose](), weft.redis?.[Symbol.asyncDispose]()]);
  log.info("stopped");
}

/** A worker has no HTTP of its own: as a child it tells its figures to the supervisor, alone it opens a small port. */
async function openWorkerDoors(weft: Weft, isChild: boolean): Promise<() => void> {
  countProcess("worker");
  countPools(weft);
  if (isChild) {
    const timer = setInterval(
      () => void registry.getMetricsAsJSON().then((metrics) => process.send?.({ metricsOf: "worker", metrics })),
      metricsEveryMs,
    );
    return () => clearInterval(timer);
  }
  const server = createServer(async (request, reply) => {
    if (request.url === "/healthz") return void reply.end(JSON.stringify({ alive: true }));
    if (request.url === "/metrics") return void reply.end(await registry.metrics());
    if (request.url !== "/readyz") return void reply.writeHead(404).end();
    const readiness = await isReady(weft);
    reply.writeHead(readiness.ready ? 200 : 503).end(JSON.stringify(readiness));
  });
  server.listen(weft.config.port, weft.config.host);
  return () => void server.close();
}
