import { createClient } from "@weft/api/client";
import { cancelJob, getQueue, listQueuedJobs, retryJob } from "@weft/api/queue";
import { makeId } from "@weft/model/ids";
import { expect, test } from "vitest";
import { hostname } from "node:os";
import { addJob } from "../../jobs/add-job.ts";
import { register } from "../../jobs/registration.ts";
import { runJobs } from "../../testing/jobs.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeImport } from "../imports/imports.make.ts";
import { makeSession } from "../people/people.make.ts";

async function makeOwner(weft: TestWeft) {
  const { personId } = await makePerson(weft, { isInstanceOwner: true });
  return createClient({ url: weft.url, headers: await makeSession(weft, personId) });
}

const listOf = async (owner: Awaited<ReturnType<typeof makeOwner>>, query: object = {}) =>
  (await owner.call(listQueuedJobs, { query })).jobs;

test("jobs are counted by name and state, and a dead letter is told with its error and payload, secrets in it as dots", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  await addJob(weft.weft.db.people, "trash.empty", {});
  const secret = "hunter2hunter2";
  await weft.weft.db.peoplePool.query("select weft.add_job('mail.send', $1)", [
    JSON.stringify({ mailId: 1, password: secret, at: `https://ada:${secret}@example.org/?token=${secret}` }),
  ]);
  await runJobs(weft.weft);
  await addJob(weft.weft.db.people, "trash.empty", {});
  const queue = await owner.call(getQueue, {});
  expect(queue.jobs).toContainEqual(
    expect.objectContaining({ job: "mail.send", queue: "worker", dead: 1, waiting: 0, running: 0 }),
  );
  expect(queue.jobs).toContainEqual(expect.objectContaining({ job: "trash.empty", queue: "exporter", waiting: 1 }));
  expect(Date.now() - Date.parse(queue.oldestAt as string)).toBeLessThan(60_000);
  const dead = await listOf(owner, { state: "dead" });
  expect(dead).toMatchObject([{ job: "mail.send", attempts: 25, error: expect.stringContaining("cannot be read") }]);
  expect(JSON.stringify(dead)).not.toContain(secret);
  expect(dead[0]?.payload).toMatchObject({ mailId: 1, password: "••••••" });
});

test("a list of jobs goes on where it ended, and none is told twice", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  for (let count = 0; count < 5; count++) await addJob(weft.weft.db.people, "trash.empty", {});
  const first = await owner.call(listQueuedJobs, { query: { limit: 3 } });
  const second = await owner.call(listQueuedJobs, { query: { limit: 3, before: first.next as string } });
  expect(first.jobs).toHaveLength(3);
  expect(second.jobs).toHaveLength(2);
  expect(second.next).toBeNull();
  expect(new Set([...first.jobs, ...second.jobs].map(({ id }) => id)).size).toBe(5);
});

test("a dead letter that is tried again is done once its cause is gone", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  await addJob(weft.weft.db.people, "trash.empty", {});
  await weft.weft.db.peoplePool.query("update graphile_worker._private_jobs set attempts = max_attempts");
  await runJobs(weft.weft);
  const [dead] = await listOf(owner, { state: "dead" });
  await owner.call(retryJob, { params: { jobId: dead?.id as string } });
  expect(await listOf(owner)).toMatchObject([{ id: dead?.id, state: "waiting", attempts: 0 }]);
  await runJobs(weft.weft);
  expect(await listOf(owner)).toEqual([]);
  await expect(owner.call(retryJob, { params: { jobId: dead?.id as string } })).rejects.toMatchObject({
    code: "job.not_found",
  });
});

test("an import whose job is taken out of the queue ends as cancelled; a job that a worker has in hand stays", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const person = await makePerson(weft);
  const made = await makeImport(person, { source: { text: "a,b\n1,2\n" } });
  const [job] = await listOf(owner, { job: "import.analyse" });
  const params = { jobId: job?.id as string };
  const { peoplePool, people } = weft.weft.db;
  await peoplePool.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w'");
  await expect(owner.call(cancelJob, { params })).rejects.toMatchObject({ code: "job.running" });
  await expect(owner.call(retryJob, { params })).rejects.toMatchObject({ code: "job.running" });
  await peoplePool.query("update graphile_worker._private_jobs set locked_at = null, locked_by = null");
  await owner.call(cancelJob, { params });
  expect(await listOf(owner)).toEqual([]);
  const found = await people.selectFrom("imports").select("state").where("id", "=", made.id).executeTakeFirst();
  expect(found?.state).toBe("cancelled");
});

test("a worker that lives is told with its host, process, queues and jobs; one that fell silent is not", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeOwner(weft);
  const worker = await register(weft.weft, ["worker"]);
  await worker.setLocks(["mine"]);
  await weft.weft.db.peoplePool.query(
    "insert into weft.workers (id, roles, version, seen_at) values ($1, '{exporter}', '0', now() - interval '1 minute')",
    [makeId("worker")],
  );
  await addJob(weft.weft.db.people, "mail.send", { mailId: makeId("mail") });
  await weft.weft.db.peoplePool.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'mine'");
  expect((await owner.call(getQueue, {})).workers).toMatchObject([
    { roles: ["worker"], host: hostname(), processId: process.pid, jobs: 1 },
  ]);
  await worker.remove();
});
