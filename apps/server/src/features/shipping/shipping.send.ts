import { createHmac } from "node:crypto";
import { createSocket } from "node:dgram";
import type { Socket } from "node:net";
import { connect, isIP } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { connect as connectTls, rootCertificates } from "node:tls";
import type { SyslogOptions } from "@weft/api/audit-targets";
import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { guardedLookup, lookUpOutgoing } from "../outgoing/outgoing.ts";
import { NoAnswer, askJson } from "../outgoing/outgoing.json.ts";
import { frameSyslog } from "./shipping.syslog.ts";

const timeoutMs = 10_000;
/** So long a receiver that cannot take what it was sent gets to say so, before we close. */
const lingerMs = 100;

/**
 * Sends messages to a syslog receiver. Syslog confirms nothing; over TCP and TLS it counts as received when the receiver
 * closes after we did, over UDP when nobody says that the port is shut.
 */
export async function sendSyslog(
  { protocol, host, port, ca }: SyslogOptions,
  messages: readonly string[],
  privateHosts: readonly string[],
): Promise<void> {
  // A host that is an address is not looked up when it is connected to.
  const found = await lookUpOutgoing(host, privateHosts);
  if (protocol === "udp") return sendDatagrams({ ...found, port }, messages);
  const frames = frameSyslog(messages);
  const place = { host, port, lookup: guardedLookup(privateHosts) };
  if (protocol === "tcp") return deliver(connect(place), "connect", frames);
  const servername = isIP(host) ? undefined : host;
  const trusted = ca ? [...rootCertificates, ca] : undefined;
  return deliver(connectTls({ ...place, servername, ca: trusted }), "secureConnect", frames);
}

/** Sends lines to a webhook, signed: `Weft-Signature: t=SECONDS,v1=HMAC-SHA256 of "SECONDS.BODY"`; any 2xx confirms. */
export async function sendWebhook(
  { url, secret }: { url: string; secret: string | null },
  { body, about }: { body: string; about: Record<string, string> },
  privateHosts: readonly string[],
): Promise<void> {
  const seconds = Math.floor(Date.now() / 1000);
  const signature = secret && createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  const { status } = await askJson(
    url,
    {
      method: "POST",
      headers: {
        "content-type": "application/x-ndjson",
        ...about,
        ...(signature ? { "weft-signature": `t=${seconds},v1=${signature}` } : {}),
      },
      body,
    },
    privateHosts,
  );
  if (status < 200 || status > 299)
    throw new NoAnswer(phrase`${new URL(url).host} answered ${String(status)} instead of 200`);
}

/** Why something could not be sent, for people. */
export function whyNotSent(error: unknown): Phrase {
  if (error instanceof NoAnswer) return error.why;
  if (error instanceof Problem) return error.text;
  const { code, message } = error as { code?: string; message: string };
  return sentences[code ?? ""] ?? phrase`${message}`;
}

const sentences: Record<string, Phrase> = {
  ENOTFOUND: phrase`there is no such host`,
  ECONNREFUSED: phrase`nothing answers there`,
  ECONNRESET: phrase`the connection was broken off`,
  EPIPE: phrase`the connection was broken off`,
  ETIMEDOUT: phrase`it takes too long to answer`,
};

function deliver(socket: Socket, opened: "connect" | "secureConnect", bytes: Buffer): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    let haveClosed = false;
    const fail = (code: string) => socket.destroy(Object.assign(new Error(code), { code }));
    socket.setTimeout(timeoutMs, () => fail("ETIMEDOUT"));
    socket.once("error", reject);
    // A receiver that closes first may not have read it all.
    socket.once("end", () => {
      if (!haveClosed) fail("ECONNRESET");
    });
    socket.once("close", () => (haveClosed ? resolve() : reject(new Error("closed too early"))));
    socket.once(opened, () =>
      socket.write(bytes, async () => {
        await wait(lingerMs);
        if (socket.destroyed) return;
        haveClosed = true;
        socket.end();
      }),
    );
    socket.resume();
  });
}

async function sendDatagrams(
  { address, family, port }: { address: string; family: number; port: number },
  messages: readonly string[],
): Promise<void> {
  const socket = createSocket(family === 6 ? "udp6" : "udp4");
  let fault: Error | null = null;
  socket.on("error", (error) => (fault = error));
  try {
    await new Promise<void>((resolve) => socket.connect(port, address, resolve));
    for (const message of messages)
      await new Promise<void>((resolve, reject) =>
        socket.send(Buffer.from(message), (error) => (error ? reject(error) : resolve())),
      );
    await wait(lingerMs);
    if (fault) throw fault as Error;
  } finally {
    socket.close();
  }
}
