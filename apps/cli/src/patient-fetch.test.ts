import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { makePatientFetch } from "./patient-fetch.ts";

test("a call that is one too many waits as long as the server says, and is then answered", async () => {
  const askedAt: number[] = [];
  const server = createServer((_, reply) => {
    askedAt.push(Date.now());
    if (askedAt.length === 1) reply.writeHead(429, { "retry-after": "1" }).end("{}");
    else reply.end("here");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const response = await makePatientFetch()(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(await response.text()).toBe("here");
  expect(askedAt[1]! - askedAt[0]!).toBeGreaterThan(900);
  server.close();
});
