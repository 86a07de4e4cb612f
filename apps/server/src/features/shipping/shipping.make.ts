import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createServer as createTls } from "node:tls";

/** A key and a certificate for `localhost` that signs itself. */
export function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), "weft-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", [...made, "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
  const pair = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true });
  return pair;
}

/** How a receiver takes what comes next: well, or by breaking off when it has read something. */
type Mood = "well" | "breaks";

/** Messages of a stream by their lengths; throws where one does not fit. */
function readFrames(bytes: Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(" ", at);
    const length = Number(bytes.subarray(at, space).toString());
    if (!Number.isInteger(length)) throw new Error("a frame does not begin with its length");
    messages.push(bytes.subarray(space + 1, space + 1 + length).toString());
    at = space + 1 + length;
  }
  return messages;
}

/** A real syslog receiver over TCP, or TLS when a certificate is given. */
export async function startStreamReceiver(certificate?: { key: string; cert: string }) {
  const received: string[] = [];
  let mood: Mood = "well";
  const take = async (socket: Socket) => {
    socket.on("error", () => {});
    if (mood === "breaks") return void socket.once("data", () => socket.destroy());
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part as Buffer);
    received.push(...readFrames(Buffer.concat(parts)));
  };
  const handle = (socket: Socket) => void take(socket).catch(() => {});
  const server: Server = certificate ? createTls(certificate, handle) : createServer(handle);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    be: (wanted: Mood) => void (mood = wanted),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** A real syslog receiver over UDP. */
export async function startDatagramReceiver(wantedPort = 0) {
  const received: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (message) => void received.push(message.toString()));
  await new Promise<void>((resolve) => socket.bind(wantedPort, "127.0.0.1", resolve));
  const close = () => new Promise<void>((resolve) => socket.close(() => resolve()));
  return { port: socket.address().port, received, [Symbol.asyncDispose]: close };
}

/** A real web server that takes batches, or answers with a status. */
export async function startHook() {
  const received: { headers: Record<string, unknown>; body: string }[] = [];
  let status: number | "breaks" = 200;
  const server = createHttp(async (request, reply) => {
    const body = await text(request);
    if (status === "breaks") return void request.socket.destroy();
    if (status === 200) received.push({ headers: request.headers, body });
    reply.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/audit`,
    received,
    answer: (wanted: number | "breaks") => void (status = wanted),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
