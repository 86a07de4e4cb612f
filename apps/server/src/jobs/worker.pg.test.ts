import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listNotices } from "@weft/api/notices";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { makeId } from "@weft/model/ids";
import { expect, test } from "vitest";
import { makeExport } from "../features/exports/exports.make.ts";
import { makeImport } from "../features/imports/imports.make.ts";
import { makeReader } from "../features/notices/notices.make.ts";
import { makeTable } from "../features/tables/tables.make.ts";
import { runJobs } from "../testing/jobs.ts";
import type { TestWeft } from "../testing/weft.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";
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

/** What the queue holds of each job: its tries so far and whether another is to come. */
async function readJobs(test: TestWeft) {
  const { rows } = await test.weft.db.peoplePool.query(
    `select task_identifier as task, attempts, attempts >= max_attempts as "givenUp", run_at > now() as later,
       locked_at is null as free, last_error as error from graphile_worker.jobs order by id`,
  );
  return rows;
}

test("an error that is not a Problem has the job tried again later", async () => {
  await using test = await makeTestWeft();
  const { peoplePool, people } = test.weft.db;
  // The mail cannot be found for want of its table: a fault of the place, not of the job.
  await peoplePool.query("alter table weft.mails rename to mails_away");
  const worker = await startWorker(test.weft, ["worker"]);
  await addJob(people, "mail.send", { mailId: makeId("mail") });
  await expect
    .poll(() => readJobs(test), within)
    .toMatchObject([{ task: "mail.send", attempts: 1, givenUp: false, later: true, free: true }]);
  await worker.stop();
});

test("a job whose payload cannot be read is given up at its first try, with the reason kept", async () => {
  await using test = await makeTestWeft();
  const worker = await startWorker(test.weft, ["worker"]);
  await test.weft.db.peoplePool.query("select weft.add_job('mail.send', '{\"mailId\": 1}')");
  const error = expect.stringMatching(/payload of mail\.send cannot be read.*mailId/s);
  await expect
    .poll(() => readJobs(test), within)
    .toMatchObject([{ task: "mail.send", givenUp: true, free: true, error }]);
  await worker.stop();
});

test("a Problem thrown in a job is final", async () => {
  await using test = await makeTestWeft();
  const { people, peoplePool } = test.weft.db;
  const person = await makePerson(test);
  await makeExport(test, person, (await makeTable(test, person, {})).id);
  await people
    .updateTable("exports")
    .set({ expires_at: new Date(0) })
    .execute();
  await peoplePool.query("delete from graphile_worker._private_jobs");
  test.weft.objects.delete = () => Promise.reject(new Problem("storage.full", phrase`There is no room left.`));
  const worker = await startWorker(test.weft, ["exporter"]);
  await addJob(people, "export.expire", {});
  await expect
    .poll(() => readJobs(test), within)
    .toMatchObject([{ task: "export.expire", givenUp: true, free: true, error: "There is no room left." }]);
  await worker.stop();
});

test("those who run the instance are told of a job that nobody asked for and that is given up, once a day for each kind", async () => {
  await using test = await makeTestWeft();
  const { peoplePool } = test.weft.db;
  const [owner, other] = [await makeReader(test, { isInstanceOwner: true }), await makeReader(test)];
  const titlesOf = async (reader: typeof owner) =>
    (await reader.browser.call(listNotices, { query: {} })).notices.map(({ title, link }) => [title, link]);
  const faulty = "select weft.add_job($1, $2::json)";
  const told = ["The job mail.send was given up", "/it-manager/jobs?state=failed&job=mail.send"];
  for (const [name, payload] of [
    ["mail.send", '{"mailId": 1}'],
    ["mail.send", '{"mailId": 2}'],
    ["export.write", '{"exportId": 1}'],
  ]) {
    await peoplePool.query(faulty, [name, payload]);
    await runJobs(test.weft);
    expect(await titlesOf(owner)).toEqual([told]);
  }
  // At the last of its tries a job that cannot get through is given up, too.
  await peoplePool.query("alter table weft.exports rename to exports_away");
  await peoplePool.query(faulty, ["export.expire", "{}"]);
  await peoplePool.query("update graphile_worker._private_jobs set attempts = max_attempts - 1 where attempts = 0");
  await runJobs(test.weft);
  expect((await titlesOf(owner)).map(([title]) => title)).toEqual(["The job export.expire was given up", told[0]]);
  expect(await titlesOf(other)).toEqual([]);
  await peoplePool.query("update weft.notices set created_at = created_at - interval '25 hours'");
  await peoplePool.query(faulty, ["mail.send", '{"mailId": 3}']);
  await runJobs(test.weft);
  expect(await titlesOf(owner)).toHaveLength(3);
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

test("a worker that stops hands back what it has not finished: another takes it up at once, as if never tried", async () => {
  await using test = await makeTestWeft({ WEFT_PRIVATE_URLS: "localhost" });
  const person = await makePerson(test);
  let asked = 0;
  const site = createServer(() => void asked++);
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const first = await startWorker(test.weft, ["worker"]);
  const url = `http://localhost:${(site.address() as AddressInfo).port}/never-answers.csv`;
  await makeImport(person, { source: { url } });
  await expect.poll(() => asked, within).toBe(1);

  await first.stop();
  expect(await readJobs(test)).toMatchObject([{ task: "import.fetch", attempts: 0, later: false, free: true }]);
  const second = await startWorker(test.weft, ["worker"]);
  await expect.poll(() => asked, within).toBe(2);
  expect(await readJobs(test)).toMatchObject([{ task: "import.fetch", attempts: 1, free: false }]);
  await second.stop();
  site.closeAllConnections();
  site.close();
});
