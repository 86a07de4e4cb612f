import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { freePort } from "../database/embedded.ts";
import { openLog } from "../log.ts";
import { addressOf, banner } from "./banner.ts";
import { checkPort } from "./check-port.ts";
import type { Child } from "./child.ts";
import { startChild } from "./child.ts";
import { openDataFolder, readSecret } from "./data-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { keepDatabase } from "./kept-database.ts";
import { prepareDatabase } from "./prepare-database.ts";

const childStopMs = 5000;

type Stop = () => Promise<void> | void;

/**
 * The role `all`: database, api, worker and web as one tree of processes, until a signal ends it. Whatever was opened is
 * closed in the reverse order, also when starting fails half-way.
 */
export async function runAll(given: Config, stopped: Promise<void>): Promise<void> {
  const startedAt = Date.now();
  const stops: Stop[] = [];
  try {
    openDataFolder(given.dataFolder);
    const port = given.port || (await freePort());
    const config: Config = { ...given, port, secret: given.secret ?? readSecret(given.dataFolder) };
    const lock = lockFolder(config.dataFolder, addressOf(config));
    stops.push(() => lock.release());
    await checkPort(config.host, port);
    const log = openLog(config, "weft", join(config.dataFolder, "logs"));
    const running = startEverything(config, log, stops);
    const isRunning = await Promise.race([running.then(() => true), stopped.then(() => false)]);
    if (isRunning) console.log(banner(config, startedAt, { database: !config.databaseUrl, web: hasWeb(config) }));
    await stopped;
    running.catch(() => {});
    if (process.stdout.isTTY) console.log("\nStopping …");
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function hasWeb(config: Config): boolean {
  return Boolean(config.webFolder && existsSync(join(config.webFolder, "server", "index.mjs")));
}

async function startEverything(config: Config, log: Logger, stops: Stop[]): Promise<void> {
  const children: Child[] = [];
  // Children stop together, before the database they use.
  const stopChildren = async () => void (await Promise.all(children.map((child) => child.stop(childStopMs))));
  const web = hasWeb(config) ? await startWeb(config, log) : null;
  if (web) children.push(web.child);
  stops.push(stopChildren);

  let databaseUrl = config.databaseUrl;
  if (!databaseUrl) {
    const database = await keepDatabase(config.dataFolder, log);
    // Before the children in the list of stops, so after them in the order of stopping.
    stops.splice(stops.indexOf(stopChildren), 0, () => database.stop());
    databaseUrl = database.url;
    if (database.note) console.log(database.note);
  }
  await prepareDatabase({ ...config, databaseUrl }, log);

  const environment = {
    WEFT_DATA: config.dataFolder,
    WEFT_HOST: config.host,
    WEFT_PORT: String(config.port),
    WEFT_DATABASE_URL: databaseUrl,
    WEFT_SECRET: config.secret as string,
    WEFT_PUBLIC_URL: addressOf(config),
    ...(web ? { WEFT_WEB_URL: web.url } : {}),
  };
  const api = startChild({ name: "api", role: "api", environment, log });
  const worker = startChild({
    name: "worker",
    role: "worker,exporter",
    environment,
    log,
    onMessage: (message) => api.send(message),
  });
  children.push(api, worker);
  await Promise.all(children.map((child) => child.ready));
}

async function startWeb(config: Config, log: Logger): Promise<{ child: Child; url: string }> {
  const port = await freePort();
  const environment = {
    NITRO_HOST: "127.0.0.1",
    NITRO_PORT: String(port),
    NODE_ENV: "production",
    NUXT_API_URL: `http://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${config.port}`,
  };
  const args = ["--web", config.webFolder as string];
  return { child: startChild({ name: "web", role: "web", args, environment, log }), url: `http://127.0.0.1:${port}` };
}
