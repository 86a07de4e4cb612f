import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { checkAddress, fetchOutgoing } from "./outgoing.ts";

const limits = { privateHosts: [] as string[], timeoutMs: 2000, signal: new AbortController().signal };

async function serve(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test.for([
  "http://127.0.0.1/x",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://10.1.2.3/",
  "http://192.168.0.1/",
  "http://172.16.0.1/",
  "http://169.254.169.254/latest/meta-data",
  "http://100.64.0.1/",
  "http://0.0.0.0/",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[fe80::1]/",
  "http://[fd00::1]/",
  "http://[64:ff9b::7f00:1]/",
  "file:///etc/passwd",
  "ftp://example.org/x",
  "gopher://example.org",
  "nonsense",
])("%s is refused before anything is connected to", (address) => {
  expect(() => checkAddress(address, [])).toThrow(expect.objectContaining({ code: "url.refused" }));
});

test("a name that leads inside is refused when it is connected to", async () => {
  await using server = await serve((_, reply) => reply.end("secret"));
  await expect(fetchOutgoing(`http://localhost:${server.port}/`, limits)).rejects.toMatchObject({
    code: "url.refused",
  });
});

test("a redirect to the inside is refused like the address itself", async () => {
  await using server = await serve((_, reply) => reply.writeHead(302, { location: "http://127.0.0.1:1/" }).end());
  const open = { ...limits, privateHosts: ["localhost"] };
  await expect(fetchOutgoing(`http://localhost:${server.port}/`, open)).rejects.toMatchObject({ code: "url.refused" });
});

test("a host named by the people who run it answers, with the file's own name", async () => {
  await using server = await serve((request, reply) => {
    if (request.url === "/start") return reply.writeHead(301, { location: "/data/file.csv" }).end();
    return reply
      .writeHead(200, { "content-disposition": `attachment; filename*=UTF-8''caf%C3%A9.csv` })
      .end("a,b\n1,2\n");
  });
  const answer = await fetchOutgoing(`http://localhost:${server.port}/start`, {
    ...limits,
    privateHosts: ["localhost"],
  });
  expect([answer.name, await text(answer.body)]).toEqual(["café.csv", "a,b\n1,2\n"]);
});

test("an address that answers no file says what it answered", async () => {
  await using server = await serve((_, reply) => reply.writeHead(404).end());
  const open = { ...limits, privateHosts: ["localhost"] };
  await expect(fetchOutgoing(`http://localhost:${server.port}/x`, open)).rejects.toThrow(/answered 404/);
  await using loop = await serve((_, reply) => reply.writeHead(302, { location: "/again" }).end());
  await expect(fetchOutgoing(`http://localhost:${loop.port}/`, open)).rejects.toThrow(/redirects more than 5/);
});

test("nothing listening there is said as such", async () => {
  const open = { ...limits, privateHosts: ["localhost"] };
  await expect(fetchOutgoing("http://localhost:9/", open)).rejects.toMatchObject({ code: "url.failed" });
});
