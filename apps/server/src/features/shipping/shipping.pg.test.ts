import { createHmac } from "node:crypto";
import { auditLine, listAudit } from "@weft/api/audit";
import {
  createAuditTarget,
  deleteAuditTarget,
  listAuditTargets,
  resumeAuditTarget,
  testAuditTarget,
  updateAuditTarget,
} from "@weft/api/audit-targets";
import { createClient } from "@weft/api/client";
import { createSecret, deleteSecret } from "@weft/api/secrets";
import { checkChain } from "@weft/model/audit/chain";
import { expect, test } from "vitest";
import { hurryJobs, runJobs } from "../../testing/jobs.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeEntries } from "../audit/audit.make.ts";
import { makeSession } from "../people/people.make.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { shipDue } from "./shipping.jobs.ts";
import { makeCertificate, startDatagramReceiver, startHook, startStreamReceiver } from "./shipping.make.ts";

async function openInstance(environment: Record<string, string> = {}) {
  const weft = await makeTestWeft({ WEFT_PRIVATE_URLS: "localhost,127.0.0.1", ...environment });
  const owner = await makePerson(weft, { isInstanceOwner: true });
  const browser = createClient({ url: weft.url, headers: await makeSession(weft, owner.personId) });
  const stateOf = async () => (await browser.call(listAuditTargets, {})).targets[0];
  return {
    weft,
    owner,
    browser,
    stateOf,
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
}

const numbersOf = (lines: readonly string[]) =>
  lines.map((line) => Number(auditLine.parse(JSON.parse(line)).entry.number));
const lineOf = (message: string) => message.slice(message.indexOf("] {") + 2);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test.each([
  ["TCP", "tcp", undefined],
  ["TLS", "tls", makeCertificate()],
] as const)(
  "a syslog receiver over %s that breaks off in between gets every entry, in order, with what proves it",
  async (_name, protocol, certificate) => {
    await using made = await openInstance();
    await using receiver = await startStreamReceiver(certificate);
    const { browser, owner, weft } = made;
    await makeEntries(owner, 3);
    const syslog = { protocol, host: "localhost", port: receiver.port, ca: certificate?.cert ?? null };
    await browser.call(createAuditTarget, { body: { name: "Logs", syslog } });
    await runJobs(weft.weft);
    expect(numbersOf(receiver.received.map(lineOf))).toEqual([1, 2, 3, 4]);
    receiver.be("breaks");
    await makeEntries(owner, 2);
    await runJobs(weft.weft);
    expect(await made.stateOf()).toMatchObject({
      state: "failing",
      position: 4,
      behind: 2,
      error: "the connection was broken off",
    });
    receiver.be("well");
    await hurryJobs(weft.weft);
    await runJobs(weft.weft);
    expect(await made.stateOf()).toMatchObject({ state: "current", position: 6, behind: 0, error: null });
    const lines = receiver.received.map(lineOf);
    expect(numbersOf(lines)).toEqual(upTo(6));
    const chain = checkChain({ sha256: hashSecret, fromStart: true });
    for (const line of lines) expect(chain.see(auditLine.parse(JSON.parse(line)))).toBeNull();
  },
);

test("over TLS nothing is sent to a receiver whose certificate nobody vouches for", async () => {
  await using made = await openInstance();
  await using receiver = await startStreamReceiver(makeCertificate());
  const syslog = { protocol: "tls", host: "localhost", port: receiver.port } as const;
  const { id } = await made.browser.call(createAuditTarget, { body: { name: "Logs", syslog } });
  expect(await made.browser.call(testAuditTarget, { params: { targetId: id } })).toMatchObject({
    works: false,
    text: expect.stringContaining("certificate"),
  });
  expect(receiver.received).toEqual([]);
});

test("a syslog receiver over UDP gets a datagram an entry, again when nobody listened", async () => {
  await using made = await openInstance();
  const { browser, owner, weft } = made;
  const first = await startDatagramReceiver();
  const syslog = { protocol: "udp", host: "127.0.0.1", port: first.port } as const;
  await browser.call(createAuditTarget, { body: { name: "Logs", syslog } });
  await runJobs(weft.weft);
  await expect.poll(() => numbersOf(first.received.map(lineOf))).toEqual([1]);
  await first[Symbol.asyncDispose]();
  await makeEntries(owner, 2);
  await runJobs(weft.weft);
  expect(await made.stateOf()).toMatchObject({ state: "failing", position: 1, error: "nothing answers there" });
  await using second = await startDatagramReceiver(first.port);
  await hurryJobs(weft.weft);
  await runJobs(weft.weft);
  await expect.poll(() => numbersOf(second.received.map(lineOf))).toEqual([2, 3]);
});

test("a webhook gets signed batches in order; one that fails in between is sent to again, from where it was", async () => {
  await using made = await openInstance();
  await using hook = await startHook();
  const { browser, owner, weft } = made;
  const secret = await browser.call(createSecret, { body: { name: "hook", value: "what batches are signed with" } });
  const webhook = { url: hook.url, secretId: secret.id };
  await browser.call(createAuditTarget, { body: { name: "Hook", webhook } });
  await runJobs(weft.weft);
  for (const fault of [500, "breaks", 302] as const) {
    hook.answer(fault);
    await makeEntries(owner, 2);
    await hurryJobs(weft.weft);
    await runJobs(weft.weft);
    expect(await made.stateOf()).toMatchObject({ state: "failing" });
  }
  hook.answer(200);
  await hurryJobs(weft.weft);
  await runJobs(weft.weft);
  const lines = hook.received.flatMap(({ body }) => body.trim().split("\n"));
  expect(numbersOf(lines)).toEqual(upTo(8));
  for (const { headers, body } of hook.received) {
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["weft-signature"])) ?? [];
    const expected = createHmac("sha256", "what batches are signed with").update(`${seconds}.${body}`).digest("hex");
    expect(signature).toBe(expected);
  }
  await expect(browser.call(deleteSecret, { params: { secretId: secret.id } })).rejects.toMatchObject({
    code: "secret.in_use",
  });
});

test("who has failed for a day is given up, which the trail tells; said to go on, it gets what it lacks", async () => {
  await using made = await openInstance();
  await using hook = await startHook();
  const { browser, owner, weft } = made;
  hook.answer(503);
  const webhook = { url: hook.url };
  const { id } = await browser.call(createAuditTarget, { body: { name: "Hook", webhook } });
  await runJobs(weft.weft);
  await weft.weft.db.peoplePool.query("update weft.audit_shipping set failing_since = now() - interval '25 hours'");
  await hurryJobs(weft.weft);
  await runJobs(weft.weft);
  expect(await made.stateOf()).toMatchObject({ state: "stopped", position: 0 });
  const { rows: dead } = await weft.weft.db.peoplePool.query(
    "select last_error from graphile_worker.jobs where task_identifier = 'audit.ship' and attempts >= max_attempts",
  );
  expect(dead).toMatchObject([{ last_error: expect.stringContaining("503") }]);
  const { entries } = await browser.call(listAudit, { query: { action: "audit_target.stopped" } });
  expect(entries).toMatchObject([{ actor: null, thing: { id, name: "Hook" } }]);
  hook.answer(200);
  await makeEntries(owner, 1);
  await hurryJobs(weft.weft);
  await runJobs(weft.weft);
  expect(hook.received).toEqual([]);
  await browser.call(resumeAuditTarget, { params: { targetId: id } });
  await runJobs(weft.weft);
  expect(numbersOf(hook.received.flatMap(({ body }) => body.trim().split("\n")))).toEqual(upTo(4));
});

test("targets of the environment begin at the first entry; a job that somebody took away is asked for again", async () => {
  await using hook = await startHook();
  await using made = await openInstance({ WEFT_AUDIT_WEBHOOK_URL: hook.url, WEFT_PRIVATE_URLS: "" });
  const { owner, weft } = made;
  await makeEntries(owner, 2);
  await shipDue(weft.weft);
  await weft.weft.db.peoplePool.query("delete from graphile_worker._private_jobs");
  await makeEntries(owner, 1);
  await runJobs(weft.weft);
  expect(hook.received).toEqual([]);
  await shipDue(weft.weft);
  await runJobs(weft.weft);
  expect(numbersOf(hook.received.flatMap(({ body }) => body.trim().split("\n")))).toEqual(upTo(3));
  expect(await made.stateOf()).toMatchObject({ isFromEnvironment: true, state: "current" });
});

test("a target that is switched off gets nothing, and what it lacks once it is on; from now on means from now on", async () => {
  await using made = await openInstance();
  await using hook = await startHook();
  const { browser, owner, weft } = made;
  await makeEntries(owner, 5);
  const body = { name: "Hook", webhook: { url: hook.url }, isEnabled: false, from: "now" } as const;
  const { id } = await browser.call(createAuditTarget, { body });
  await makeEntries(owner, 1);
  await runJobs(weft.weft);
  expect(hook.received).toEqual([]);
  await browser.call(updateAuditTarget, { params: { targetId: id }, body: { isEnabled: true } });
  await runJobs(weft.weft);
  expect(numbersOf(hook.received.flatMap(({ body }) => body.trim().split("\n")))).toEqual([6, 7, 8]);
  await browser.call(deleteAuditTarget, { params: { targetId: id } });
  await makeEntries(owner, 1);
  await runJobs(weft.weft);
  expect(hook.received).toHaveLength(1);
});

test("nothing inside the network is sent to unless the operator names it, neither when it is entered nor by its name", async () => {
  await using made = await openInstance({ WEFT_PRIVATE_URLS: "" });
  await using hook = await startHook();
  const { browser } = made;
  for (const body of [
    { name: "A", webhook: { url: "http://127.0.0.1/x" } },
    { name: "B", syslog: { protocol: "tcp", host: "10.0.0.1", port: 601 } },
    { name: "C", syslog: { protocol: "udp", host: "::1", port: 514 } },
  ] as const)
    await expect(browser.call(createAuditTarget, { body })).rejects.toMatchObject({ code: "url.refused" });
  for (const body of [
    { name: "D", webhook: { url: hook.url }, isEnabled: false },
    { name: "E", syslog: { protocol: "tcp", host: "localhost", port: 601 }, isEnabled: false },
  ] as const) {
    const { id } = await browser.call(createAuditTarget, { body });
    expect(await browser.call(testAuditTarget, { params: { targetId: id } })).toMatchObject({
      works: false,
      text: expect.stringContaining("inside the network"),
    });
  }
  expect(hook.received).toEqual([]);
});

test("a test reaches the receiver and is no entry", async () => {
  await using made = await openInstance();
  await using receiver = await startStreamReceiver();
  const syslog = { protocol: "tcp", host: "localhost", port: receiver.port } as const;
  const { id } = await made.browser.call(createAuditTarget, { body: { name: "Logs", syslog, isEnabled: false } });
  expect(await made.browser.call(testAuditTarget, { params: { targetId: id } })).toMatchObject({ works: true });
  expect(receiver.received).toEqual([expect.stringContaining("weft - test - ")]);
});
