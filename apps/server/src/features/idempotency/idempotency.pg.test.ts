import { createTable, listBases } from "@weft/api/bases";
import { createWorkspace, listWorkspaces } from "@weft/api/workspaces";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";

let weft: TestWeft;
let ada: TestPerson;
beforeAll(async () => {
  weft = await makeTestWeft();
  ada = await makePerson(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

async function countTables(): Promise<number> {
  const { bases } = await ada.client.call(listBases, { params: { workspaceId: ada.workspaceId } });
  return bases.flatMap((base) => base.tables).length;
}

function make(name: string, key: string, person = ada) {
  const headers = { "idempotency-key": key };
  return person.client.call(createTable, { params: { baseId: ada.baseId }, body: { name }, headers });
}

test("a request repeated with its key does the work once and gets the first answer again", async () => {
  const first = await make("Once", "k1");
  const second = await make("Once", "k1");
  expect(second).toEqual(first);
  expect(await countTables()).toBe(1);
});

test("of ten requests at once with one key, one does the work and the others wait or get its answer", async () => {
  const before = await countTables();
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => make("At once", "k2")));
  const codes = outcomes.map((each) => (each.status === "fulfilled" ? "done" : (each.reason as { code: string }).code));
  expect(codes.filter((code) => code === "done").length).toBeGreaterThan(0);
  expect(new Set(codes).isSubsetOf(new Set(["done", "idempotency.running"]))).toBe(true);
  expect(await countTables()).toBe(before + 1);
});

test("a key used for another request is refused", async () => {
  await make("Mine", "k3");
  await expect(make("Other", "k3")).rejects.toMatchObject({ code: "idempotency.mismatch" });
});

test("a refused request gives its key back, so that the mended one can use it", async () => {
  await make("Taken", "k4");
  await expect(make("Taken", "k5")).rejects.toMatchObject({ code: "table.name_taken" });
  await expect(make("Free", "k5")).resolves.toMatchObject({ name: "Free" });
});

test("a request that was broken off is not done again: its key stays taken", async () => {
  await weft.weft.db.people
    .insertInto("idempotency_keys")
    .values({ person_id: ada.personId, key: "k6", request_hash: "x", status: null, reply: null })
    .execute();
  await expect(make("Broken off", "k6")).rejects.toMatchObject({ code: "idempotency.mismatch" });
  await weft.weft.db.people.deleteFrom("idempotency_keys").where("key", "=", "k6").execute();
  await make("Broken off", "k6");
  await weft.weft.db.people.updateTable("idempotency_keys").set({ status: null }).where("key", "=", "k6").execute();
  await expect(make("Broken off", "k6")).rejects.toMatchObject({ code: "idempotency.running" });
});

test("a key is free again after 24 hours", async () => {
  await make("Yesterday", "k7");
  const yesterday = new Date(Date.now() - 24.1 * 3_600_000);
  await weft.weft.db.people
    .updateTable("idempotency_keys")
    .set({ created_at: yesterday })
    .where("key", "=", "k7")
    .execute();
  await expect(make("Today", "k7")).resolves.toMatchObject({ name: "Today" });
});

test("two people's keys have nothing to do with each other", async () => {
  const bob = await makePerson(weft);
  const headers = { "idempotency-key": "same" };
  const first = await ada.client.call(createWorkspace, { body: { name: "W" }, headers });
  const second = await bob.client.call(createWorkspace, { body: { name: "W" }, headers });
  expect(second.id).not.toBe(first.id);
  expect((await bob.client.call(listWorkspaces, {})).workspaces).toHaveLength(2);
});

test("a key with blanks or too long is refused by name", async () => {
  for (const key of ["a b", "x".repeat(256)])
    await expect(make("Odd", key)).rejects.toMatchObject({ issues: [{ path: "headers.idempotency-key" }] });
});
