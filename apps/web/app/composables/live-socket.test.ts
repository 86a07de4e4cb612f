import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { openLiveSocket } from "./live-socket.ts";

afterEach(() => vi.unstubAllGlobals());

/** A server that lets sockets wait until it is told to take them. */
async function startSlowServer() {
  const asking: (() => void)[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer().listen(0, "127.0.0.1");
  server.on("upgrade", (request, socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    // The client only ends its half.
    socket.on("end", () => socket.end());
    socket.resume();
    const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash("sha1").update(key).digest("base64");
    const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    asking.push(() => socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, "", ""].join("\r\n")));
  });
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url, asking, sockets, stop };
}

test("a network that comes back while the socket still tries leaves one socket, and one sign of it", async () => {
  const server = await startSlowServer();
  const page = new EventTarget();
  vi.stubGlobal("location", new URL(server.url));
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  const states: boolean[] = [];
  openLiveSocket().onState((isOpen) => states.push(isOpen));
  await vi.waitFor(() => expect(server.asking).toHaveLength(1));
  page.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(server.asking).toHaveLength(2));
  for (const take of server.asking) take();
  await vi.waitFor(() => expect(states).toEqual([true]));
  await vi.waitFor(() => expect(server.sockets.size).toBe(1));
  expect(states).toEqual([true]);
  server.stop();
});
