import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { runFolder } from "./places.ts";
import { expect } from "./test.ts";

/** Where the mails of this run lie, one file each: the tests run in other processes than the mail server. */
const folder = join(runFolder, "mails");

/** A mail server that takes every mail. What a link in a mail lets do is read here: the outbox does not show it. */
export async function startMailbox() {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  const keep = (to: string[], source: string) => {
    writeFileSync(join(folder, `${String(count++).padStart(6, "0")}.json`), JSON.stringify({ to, source }));
  };
  const server = createServer((socket) => converse(socket, keep));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** As little of SMTP (RFC 5321) as a mail needs. */
function converse(socket: Socket, keep: (to: string[], source: string) => void): void {
  let unread = "";
  let to: string[] = [];
  let isData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  socket.on("error", () => socket.destroy());
  socket.setEncoding("utf8");
  socket.on("data", (chunk) => {
    unread += String(chunk);
    for (;;) {
      const end = unread.indexOf(isData ? "\r\n.\r\n" : "\r\n");
      if (end < 0) return;
      const said = unread.slice(0, end);
      unread = unread.slice(end + (isData ? 5 : 2));
      if (isData) {
        keep(to, said);
        isData = false;
        to = [];
        say("250 kept");
      } else if (/^data/i.test(said)) {
        isData = true;
        say("354 go on");
      } else if (/^quit/i.test(said)) {
        socket.end("221 bye\r\n");
      } else {
        const recipient = /^rcpt to:<([^>]*)>/i.exec(said)?.[1];
        if (recipient) to.push(recipient);
        say("250 ok");
      }
    }
  });
  say("220 mailbox");
}

/** The newest mail to an address whose text has `pattern`; gives its first group. Waits until it has come. */
export async function readMailed(address: string, pattern: RegExp): Promise<string> {
  let found: string | undefined;
  await expect(() => {
    found = readdirSync(folder)
      .toSorted()
      .toReversed()
      .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as { to: string[]; source: string })
      .filter(({ to }) => to.includes(address))
      .map(({ source }) => pattern.exec(decode(source))?.[1])
      .find((group) => group !== undefined);
    expect(found, `a mail to ${address} with ${String(pattern)}`).toBeDefined();
  }).toPass({ timeout: 30_000 });
  return found as string;
}

/** Quoted-printable as plain text, as far as links need it. */
function decode(source: string): string {
  if (!/quoted-printable/i.test(source)) return source;
  return source
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
