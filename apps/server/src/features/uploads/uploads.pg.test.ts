import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rm, symlink } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { downloadUpload, getUpload, tusPath } from "@weft/api/uploads";
import fastify from "fastify";
import { describe, expect, test, vi } from "vitest";
import { buildApp } from "../../app.ts";
import { objectsFolder, openObjectStore } from "../../objects/open-object-store.ts";
import { startS3 } from "../../testing/s3.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeUpload, sendTus, tusMetadata } from "./uploads.make.ts";
import { registerTusRoutes } from "./uploads.tus.ts";

async function begin(test: TestWeft, person: TestPerson, size: number, name = "data.csv") {
  const answer = await sendTus(test.url, person.token, {
    method: "POST",
    headers: {
      "upload-length": String(size),
      "upload-metadata": tusMetadata({ filename: name, workspaceId: person.workspaceId }),
    },
  });
  return { answer, id: answer?.headers.location?.split("/").at(-1) ?? "" };
}

async function bytesOf(person: TestPerson, uploadId: string): Promise<Buffer> {
  const response = await person.client.open(downloadUpload, { params: { uploadId } });
  return Buffer.from(await response.arrayBuffer());
}

test("an upload broken off at 90 % goes on where it ended, after a restart too, and its bytes are equal", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const bytes = randomBytes(10_000_000);
  const { id } = await begin(weft, person, bytes.length);
  await sendTus(weft.url, person.token, {
    method: "PATCH",
    id,
    headers: { "upload-offset": "0" },
    body: bytes,
    breakAfter: 9_000_000,
  });

  const second = await buildApp(weft.weft);
  const url = await second.listen({ port: 0, host: "127.0.0.1" });
  try {
    expect((await person.client.call(getUpload, { params: { uploadId: id } })).complete).toBe(false);
    await expect(person.client.open(downloadUpload, { params: { uploadId: id } })).rejects.toMatchObject({
      code: "upload.incomplete",
    });
    // As tus clients do: ask where it ends, send the rest, and ask again if the last bytes were still being written.
    await vi.waitFor(async () => {
      const head = await sendTus(url, person.token, { method: "HEAD", id });
      const offset = Number(head?.headers["upload-offset"]);
      expect(offset).toBeGreaterThan(8_000_000);
      const rest = await sendTus(url, person.token, {
        method: "PATCH",
        id,
        headers: { "upload-offset": String(offset) },
        body: bytes.subarray(offset),
      });
      expect(rest?.status).toBe(204);
    });
    expect(await person.client.call(getUpload, { params: { uploadId: id } })).toMatchObject({
      complete: true,
      receivedBytes: bytes.length,
    });
    expect((await bytesOf(person, id)).equals(bytes)).toBe(true);
  } finally {
    await second.close();
  }
});

test("a sender that vanishes without a word is not waited for: its bytes are kept, and the upload goes on there", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const bytes = randomBytes(1_000_000);
  const { id } = await begin(weft, person, bytes.length);
  const app = fastify();
  await registerTusRoutes(app, weft.weft, { silenceMs: 200 });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const ended: Promise<void> = new Promise((resolve) => {
    app.server.once("request", (_, reply) => reply.once("close", resolve));
  });
  try {
    const sender = request(`${url}${tusPath}/${id}`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${person.token}`,
        "tus-resumable": "1.0.0",
        "content-type": "application/offset+octet-stream",
        "content-length": bytes.length,
        "upload-offset": 0,
      },
    });
    // As a closed laptop does it: neither the rest nor an end ever comes.
    sender.on("error", () => {}).write(bytes.subarray(0, 300_000));
    await ended;
    await vi.waitFor(async () => {
      const head = await sendTus(url, person.token, { method: "HEAD", id });
      expect(head?.headers["upload-offset"]).toBe("300000");
    });
    const rest = await sendTus(url, person.token, {
      method: "PATCH",
      id,
      headers: { "upload-offset": "300000" },
      body: bytes.subarray(300_000),
    });
    expect(rest?.status).toBe(204);
    expect((await bytesOf(person, id)).equals(bytes)).toBe(true);
  } finally {
    await app.close();
  }
});

test("an upload that ends while the api stops is taken, and its connection does not hold up the stop", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { id } = await begin(weft, person, 10);
  const agent = new Agent({ keepAlive: true });
  const sender = request(`${weft.url}${tusPath}/${id}`, {
    agent,
    method: "PATCH",
    headers: {
      authorization: `Bearer ${person.token}`,
      "tus-resumable": "1.0.0",
      "content-type": "application/offset+octet-stream",
      "content-length": 10,
      "upload-offset": 0,
    },
  });
  const status = new Promise((resolve) => {
    sender.on("response", (response) => response.resume().on("end", () => resolve(response.statusCode)));
  });
  const begun = once(weft.app.server, "request");
  sender.write("01234");
  await begun;
  const startedAt = performance.now();
  const closed = weft.app.close();
  sender.end("56789");
  expect(await status).toBe(204);
  await closed;
  // Cut at 2 s if it had to be.
  expect(performance.now() - startedAt).toBeLessThan(1500);
  agent.destroy();
});

test("nobody else adds to an upload, sees it, or learns that it is there", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const stranger = await makePerson(weft);
  const { id } = await begin(weft, person, 10);
  for (const method of ["HEAD", "PATCH", "DELETE"]) {
    const answer = await sendTus(weft.url, stranger.token, {
      method,
      id,
      headers: { "upload-offset": "0" },
      body: Buffer.from("x"),
    });
    expect(answer?.status).toBe(404);
  }
  await expect(stranger.client.call(getUpload, { params: { uploadId: id } })).rejects.toMatchObject({
    code: "upload.not_found",
  });
  const foreign = await sendTus(weft.url, stranger.token, {
    method: "POST",
    headers: {
      "upload-length": "3",
      "upload-metadata": tusMetadata({ filename: "x", workspaceId: person.workspaceId }),
    },
  });
  expect(foreign?.status).toBe(404);
  const viewer = await makePerson(weft, { workspaceId: person.workspaceId, role: "viewer" });
  await expect(makeUpload(viewer, "x.csv", "a")).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("an upload of one's own in the path opens no other's, whatever stands after it in the address", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const stranger = await makePerson(weft);
  const { id } = await begin(weft, person, 10);
  const { id: own } = await begin(weft, stranger, 20);
  const aimed = (method: string, headers: Record<string, string> = {}, body?: Buffer) =>
    sendTus(weft.url, stranger.token, { method, id: `${own}?x=/${id}`, headers, body });
  expect((await aimed("HEAD"))?.headers["upload-length"]).toBe("20");
  await aimed("PATCH", { "upload-offset": "0" }, Buffer.from("0123456789"));
  await aimed("DELETE");
  const untouched = await sendTus(weft.url, person.token, { method: "HEAD", id });
  expect(untouched).toMatchObject({ status: 200, headers: { "upload-offset": "0", "upload-length": "10" } });
});

test("a file over the limit is refused before its bytes, by tus and in one call", async () => {
  await using weft = await makeTestWeft({ WEFT_UPLOAD_BYTES_MAX: "1000" });
  const person = await makePerson(weft);
  expect((await begin(weft, person, 1001)).answer?.status).toBe(413);
  await expect(makeUpload(person, "big.csv", "x".repeat(100_000))).rejects.toMatchObject({ code: "request.too_large" });
  expect((await makeUpload(person, "fits.csv", "x".repeat(1000))).sizeBytes).toBe(1000);
});

test("tus says what is missing of the metadata", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const answer = await sendTus(weft.url, person.token, { method: "POST", headers: { "upload-length": "3" } });
  expect(answer?.status).toBe(400);
  expect(JSON.parse(answer?.body ?? "{}").errors).toHaveLength(2);
});

test("a full disk is said as storage.full and the upload can go on later", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { id } = await begin(weft, person, 3);
  const path = join(objectsFolder(weft.weft.config), id);
  await rm(path);
  await symlink("/dev/full", path);
  const full = await sendTus(weft.url, person.token, {
    method: "PATCH",
    id,
    headers: { "upload-offset": "0", "accept-language": "fr" },
    body: Buffer.from("abc"),
  });
  expect(full).toMatchObject({
    status: 507,
    headers: { "content-language": "fr" },
  });
  expect(JSON.parse(full?.body ?? "{}")).toMatchObject({ code: "storage.full" });
  expect((await person.client.call(getUpload, { params: { uploadId: id } })).complete).toBe(false);
});

test("a file comes down as an attachment that nothing runs, under its own name, also in ranges", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const upload = await makeUpload(person, 'é "<script>".html', "0123456789");
  const whole = await person.client.open(downloadUpload, { params: { uploadId: upload.id } });
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    "content-disposition": `attachment; filename="_ _<script>_.html"; filename*=UTF-8''%C3%A9%20%22%3Cscript%3E%22.html`,
    "content-type": "application/octet-stream",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "content-length": "10",
  });
  const part = await person.client.open(downloadUpload, {
    params: { uploadId: upload.id },
    headers: { range: "bytes=2-4" },
  });
  expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 2-4/10", "234"]);
  const tail = await person.client.open(downloadUpload, {
    params: { uploadId: upload.id },
    headers: { range: "bytes=-2" },
  });
  expect(await tail.text()).toBe("89");
  const beyond = person.client.open(downloadUpload, {
    params: { uploadId: upload.id },
    headers: { range: "bytes=50-" },
  });
  await expect(beyond).rejects.toThrow(/416/);
});

describe("on S3", () => {
  test("an upload comes back byte for byte, and tus begins one", async () => {
    await using s3 = await startS3();
    await using weft = await makeTestWeft({ WEFT_OBJECTS_URL: s3.url });
    weft.weft.objects = await openObjectStore(weft.weft.config);
    const person = await makePerson(weft);
    const small = await makeUpload(person, "small.csv", "a,b\n1,2\n");
    expect((await bytesOf(person, small.id)).toString()).toBe("a,b\n1,2\n");
    expect((await begin(weft, person, 10)).answer?.status).toBe(201);
  });
});
