import { makeId } from "@weft/model/ids";
import { expect, test } from "vitest";
import { makeTestWeft } from "../testing/weft.ts";
import { addJob } from "./add-job.ts";
import { startWorker } from "./worker.ts";

const within = { timeout: 20_000 };

test("jobs that a dead worker had locked are taken up by another within seconds", async () => {
  await using test = await makeTestWeft();
  const { peoplePool, people } = test.weft.db;
  await addJob(people, "trash.empty", {});
  // A worker that locked the job and was killed: its row is there, nobody holds its lock.
  await peoplePool.query(
    "insert into weft.workers (id, roles, version, locks, seen_at) values ($1, '{exporter}', '0', '{dead}', now() - interval '4 s')",
    [makeId("worker")],
  );
  await peoplePool.query("update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now()");

  const worker = await startWorker(test.weft, ["exporter"]);
  await expect.poll(async () => (await peoplePool.query("select from graphile_worker.jobs")).rowCount, within).toBe(0);
  await worker.stop();
  expect((await peoplePool.query("select from weft.workers")).rowCount).toBe(0);
});

test("a worker that lives keeps its jobs, however many others sweep", async () => {
  await using test = await makeTestWeft();
  const { peoplePool, people } = test.weft.db;
  const living = await startWorker(test.weft, ["worker"]);
  await addJob(people, "trash.empty", {});
  const { rows } = await peoplePool.query("select locks[1] as lock from weft.workers");
  await peoplePool.query("update graphile_worker._private_jobs set locked_by = $1, locked_at = now()", [rows[0]?.lock]);
  await peoplePool.query("update weft.workers set seen_at = now() - interval '1 minute'");

  const other = await startWorker(test.weft, ["exporter"]);
  await expect
    .poll(
      async () => (await peoplePool.query("select from weft.workers where seen_at > now() - interval '3 s'")).rowCount,
      within,
    )
    .toBe(2);
  const { rows: jobs } = await peoplePool.query("select locked_by from graphile_worker.jobs");
  expect(jobs).toEqual([{ locked_by: rows[0]?.lock }]);
  await Promise.all([living.stop(), other.stop()]);
});

test("an error that is not a Problem has the job tried again later", async () => {
  await using test = await makeTestWeft();
  const { peoplePool, people } = test.weft.db;
  const worker = await startWorker(test.weft, ["worker", "exporter"]);
  // What no handler can read is a bug, not a Problem.
  await peoplePool.query("select weft.add_job('mail.send', '{\"mailId\": 1}')");
  await addJob(people, "trash.empty", {});
  const read = async () =>
    (
      await peoplePool.query(
        "select task_identifier as task, attempts, run_at > now() as later from graphile_worker.jobs",
      )
    ).rows;
  await expect.poll(read, within).toEqual([{ task: "mail.send", attempts: 1, later: true }]);
  await worker.stop();
});

test("each worker does only the jobs of its queues", async () => {
  await using test = await makeTestWeft();
  const { peoplePool, people } = test.weft.db;
  const worker = await startWorker(test.weft, ["exporter"]);
  await addJob(people, "mail.send", { mailId: makeId("mail") });
  await addJob(people, "trash.empty", {});
  const read = async () =>
    (await peoplePool.query("select task_identifier as task, attempts from graphile_worker.jobs")).rows;
  await expect.poll(read, within).toEqual([{ task: "mail.send", attempts: 0 }]);
  await worker.stop();
});
