import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { deleteBase } from "@weft/api/bases";
import { downloadRejects } from "@weft/api/imports";
import { downloadUpload } from "@weft/api/uploads";
import { makeId } from "@weft/model/ids";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { objectsFolder } from "../../objects/open-object-store.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { runImport } from "../imports/imports.make.ts";
import { makeUpload, sendTus, tusMetadata } from "../uploads/uploads.make.ts";
import { emptyTrash } from "./trash.jobs.ts";
import { sweepObjects } from "./trash.objects.ts";

async function beginTus(test: TestWeft, person: TestPerson): Promise<string> {
  const metadata = tusMetadata({ filename: "data.csv", workspaceId: person.workspaceId });
  const headers = { "upload-length": "10", "upload-metadata": metadata };
  const answer = await sendTus(test.url, person.token, { method: "POST", headers });
  const id = answer?.headers.location?.split("/").at(-1) ?? "";
  await sendTus(test.url, person.token, {
    method: "PATCH",
    id,
    headers: { "upload-offset": "0" },
    body: Buffer.from("Code\n"),
  });
  return id;
}

async function keysOf({ weft }: TestWeft): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of weft.objects.list()) keys.push(key);
  return keys.toSorted();
}

async function age({ weft }: TestWeft, keys: readonly string[]): Promise<void> {
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  for (const key of keys) await utimes(join(objectsFolder(weft.config), key), longAgo, longAgo);
}

const longUntouched = "update weft.uploads set touched_at = now() - interval '8 days' where id = any($1)";

test("uploads that nobody goes on with or imports are thrown away, others and the files of imports stay", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const imported = await runImport(weft, person, {});
  const [given, going] = [await beginTus(weft, person), await beginTus(weft, person)];
  const [unused, recent] = [
    await makeUpload(person, "old.csv", "a\n1\n"),
    await makeUpload(person, "new.csv", "b\n2\n"),
  ];
  await weft.weft.db.peoplePool.query(longUntouched, [[given, going, unused.id, imported.upload.id]]);
  await sendTus(weft.url, person.token, { method: "HEAD", id: going });

  await sweepObjects(weft.weft);

  expect((await keysOf(weft)).map((key) => key.slice(0, 17)).toSorted()).toEqual(
    [going, going, recent.id, imported.upload.id].toSorted(),
  );
  expect((await sendTus(weft.url, person.token, { method: "HEAD", id: given }))?.status).toBe(404);
  const rest = { headers: { "upload-offset": "5" }, body: Buffer.from("abcd\n") };
  expect((await sendTus(weft.url, person.token, { method: "PATCH", id: going, ...rest }))?.status).toBe(204);
  await person.client.open(downloadUpload, { params: { uploadId: imported.upload.id } });
});

test("an upload that somebody goes on with while unused ones are thrown away stays", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const id = await beginTus(weft, person);
  const pool = weft.weft.db.peoplePool;
  await pool.query(longUntouched, [[id]]);
  const sender = new pg.Client({ connectionString: weft.weft.db.url });
  await sender.connect();
  await sender.query("begin");
  await sender.query("update weft.uploads set touched_at = now() where id = $1", [id]);
  const { processID } = sender as unknown as { processID: number };

  const sweeping = sweepObjects(weft.weft);
  await vi.waitFor(async () => {
    const waiting = "select from pg_locks where not granted and $1 = any(pg_blocking_pids(pid))";
    expect((await pool.query(waiting, [processID])).rowCount).toBe(1);
  });
  await sender.query("commit");
  await sender.end();
  await sweeping;

  expect(await keysOf(weft)).toEqual([id, `${id}.json`]);
  expect((await sendTus(weft.url, person.token, { method: "HEAD", id }))?.headers["upload-offset"]).toBe("5");
});

test("objects that no row points to go after a day; younger ones, and what is not ours, stay", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const columns = [{ index: 0, shape: { type: "number" as const, options: { decimals: 0 } } }];
  const withRejects = { text: "n\n1\nlots\n", options: { columns } };
  const lost = await runImport(weft, person, withRejects);
  expect(lost.hasRejects).toBe(true);
  const other = await makePerson(weft);
  const kept = await runImport(weft, other, withRejects);
  const [orphan, young] = [makeId("upload"), makeId("upload")];
  const [partial, exported] = [`${kept.upload.id}.${makeId("upload")}.part`, `exports/${makeId("export")}`];
  for (const key of [orphan, partial, exported, "somebody-else.txt"])
    await weft.weft.objects.put(key, Readable.from([Buffer.from("x")]));
  await person.client.call(deleteBase, { params: { baseId: person.baseId } });
  await weft.weft.db.peoplePool.query(
    "update weft.bases set deleted_at = now() - interval '31 days' where deleted_at is not null",
  );
  await emptyTrash(weft.weft);
  await weft.weft.db.peoplePool.query(longUntouched, [[lost.upload.id, kept.upload.id]]);
  await age(weft, await keysOf(weft));
  await weft.weft.objects.put(young, Readable.from([Buffer.from("x")]));

  await sweepObjects(weft.weft);

  const left = await keysOf(weft);
  expect(left.filter((key) => !key.startsWith("rejects-"))).toEqual(
    [kept.upload.id, young, "somebody-else.txt"].toSorted(),
  );
  expect(left.filter((key) => key.startsWith("rejects-"))).toHaveLength(1);
  const rejects = await other.client.open(downloadRejects, { params: { importId: kept.id } });
  expect(await rejects.text()).toContain("lots");
});
