import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Logger, run, runMigrations } from "graphile-worker";
import { readConfig } from "../apps/server/src/config.ts";
import { startEmbedded } from "../apps/server/src/database/embedded.ts";
import { migrate } from "../apps/server/src/database/migrate.ts";
import { handlers } from "../apps/server/src/jobs/handlers.ts";
import { startQueue } from "../apps/server/src/jobs/queue-runner.ts";
import { openLog } from "../apps/server/src/log.ts";
import { openWeft } from "../apps/server/src/roles/open-weft.ts";
import type { Weft } from "../apps/server/src/weft.ts";
import type { RowsResult } from "./rows.ts";

const rounds = 5;
const jobsARound = 1500;
const concurrency = 2;
const shareMin = 0.8;
const trivial = "trash.empty";

/** Jobs that do nothing, through our queue against graphile-worker alone with the same settings, on one database. */
export async function benchJobs(): Promise<RowsResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "weft-bench-jobs-"));
  const database = await startEmbedded({ folder });
  try {
    await runMigrations({ connectionString: database.url });
    await migrate(database.url);
    const secret = "a secret of at least thirty-two characters";
    const config = readConfig({ WEFT_DATA: folder, WEFT_DATABASE_URL: database.url, WEFT_SECRET: secret });
    const weft = await openWeft(config, openLog({ logLevel: "error" }, "bench"));
    const runs: { raw: number; own: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      const figures = { raw: await perSecond(weft, startAlone), own: await perSecond(weft, startOwn) };
      // The first round warms both.
      if (round > 0) runs.push(figures);
    }
    await weft.db[Symbol.asyncDispose]();
    const share = (figures: (typeof runs)[number]) => figures.own / figures.raw;
    runs.sort((a, b) => share(a) - share(b));
    const middle = runs[rounds >> 1] as (typeof runs)[number];
    return [
      {
        name: "trivial jobs, through our queue against graphile-worker alone",
        measured: middle.own,
        limit: middle.raw,
        unit: "jobs/s",
        reached: share(middle) >= shareMin,
        detail: `${(share(middle) * 100).toFixed(0)} % (goal ${shareMin * 100} %), ${concurrency} at once, not batched; rounds ${runs.map((figures) => (share(figures) * 100).toFixed(0)).join(", ")}`,
      },
    ];
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Start = (weft: Weft, work: () => Promise<void>) => Promise<{ stop(): Promise<void> }>;

/** Jobs a second from the first one's start to the last one's; all wait in the queue beforehand. */
async function perSecond(weft: Weft, start: Start): Promise<number> {
  // What earlier rounds have deleted would slow later ones.
  await weft.db.peoplePool.query("vacuum analyze graphile_worker._private_jobs");
  await weft.db.peoplePool.query("select weft.add_job($1, '{}') from generate_series(1, $2)", [trivial, jobsARound]);
  let done = 0;
  let firstAt = 0;
  let allDone = () => {};
  const ended = new Promise<void>((resolve) => (allDone = resolve));
  const runner = await start(weft, async () => {
    done += 1;
    if (done === 1) firstAt = performance.now();
    if (done === jobsARound) allDone();
  });
  await ended;
  const seconds = (performance.now() - firstAt) / 1000;
  await runner.stop();
  await untilClosed(weft);
  return (jobsARound - 1) / seconds;
}

/** A runner does not wait until its connections are closed; the database must not stop before. */
async function untilClosed(weft: Weft): Promise<void> {
  const others = `select from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
  while ((await weft.db.peoplePool.query(others)).rowCount) await wait(20);
}

const startAlone: Start = async (weft, work) =>
  run({
    connectionString: weft.db.url,
    concurrency,
    taskList: { [trivial]: work },
    parsedCronItems: [],
    noHandleSignals: true,
    pollInterval: 1000,
    logger: new Logger(() => () => {}),
  });

const startOwn: Start = async (weft, work) => {
  handlers[trivial] = work;
  return startQueue(weft, "exporter", concurrency);
};
