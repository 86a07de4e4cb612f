import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as api from "@weft/api/imports";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeImport, runImport } from "./imports.make.ts";

async function serve(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/files/parts.csv`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("an address is fetched and its file loaded under its own name", async () => {
  await using weft = await makeTestWeft({ WEFT_PRIVATE_URLS: "localhost" });
  const person = await makePerson(weft);
  await using site = await serve((_, reply) => reply.end("Code,Count\nab,1\n"));
  const done = await runImport(weft, person, { source: { url: site.url } });
  expect(done).toMatchObject({ state: "done", tableName: "parts", upload: { name: "parts.csv", sizeBytes: 16 } });
});

test("an address inside the network is refused: at once when it says so itself, else when it is connected to", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  await using site = await serve((_, reply) => reply.end("secret"));
  await expect(makeImport(person, { source: { url: "http://127.0.0.1:80/x" } })).rejects.toMatchObject({
    code: "url.refused",
  });
  const failed = await runImport(weft, person, { source: { url: site.url } });
  expect(failed).toMatchObject({ state: "failed", failure: { code: "url.refused" } });
});

test("an address that breaks off or gives no file says so, and can be tried again", async () => {
  await using weft = await makeTestWeft({ WEFT_PRIVATE_URLS: "localhost" });
  const person = await makePerson(weft);
  let calls = 0;
  await using site = await serve((_, reply) => {
    calls += 1;
    if (calls === 1) return reply.writeHead(404).end();
    if (calls === 2) {
      reply.writeHead(200, { "content-length": "100000" });
      return reply.write("Code,Count\n", () => reply.destroy());
    }
    return reply.end("Code,Count\nab,1\n");
  });
  const failed = await runImport(weft, person, { source: { url: site.url } });
  expect(failed.failure).toMatchObject({ code: "url.failed", text: expect.stringContaining("404") });
  const params = { importId: failed.id };
  await person.client.call(api.retryImport, { params });
  await runJobs(weft.weft);
  const broken = await person.client.call(api.getImport, { params });
  expect(broken.failure).toMatchObject({ code: "url.failed", text: expect.stringContaining("broke off") });
  await person.client.call(api.retryImport, { params });
  await runJobs(weft.weft);
  expect((await person.client.call(api.getImport, { params })).state).toBe("done");
});

test("a file larger than may be is given up", async () => {
  await using weft = await makeTestWeft({ WEFT_PRIVATE_URLS: "localhost", WEFT_UPLOAD_BYTES_MAX: "1000" });
  const person = await makePerson(weft);
  await using site = await serve((_, reply) => reply.end("x".repeat(5000)));
  const failed = await runImport(weft, person, { source: { url: site.url } });
  expect(failed.failure).toMatchObject({ code: "request.too_large" });
});

test("an address that sends a byte now and then is given up after a time, with what to do", async () => {
  await using weft = await makeTestWeft({ WEFT_PRIVATE_URLS: "localhost", WEFT_FETCH_MINUTES: "0.01" });
  const person = await makePerson(weft);
  await using site = await serve((_, reply) => {
    const dripping = setInterval(() => reply.write("x"), 50);
    reply.once("close", () => clearInterval(dripping));
  });
  const failed = await runImport(weft, person, { source: { url: site.url } });
  expect(failed.failure).toMatchObject({ code: "url.failed", text: expect.stringContaining("Download it yourself") });
});
