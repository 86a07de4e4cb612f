import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { runFolder } from "./places.ts";
import { expect } from "./test.ts";

/** Where the mails of this run lie, one file each: the tests run in other processes than the mail server. */
const folder = join(runFolder, "mails");

/** A mail server that takes every mail. What a link in a mail lets do is read here: the outbox does not show it. */
export async function startMailbox() {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    async onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const mail = JSON.stringify({ to, source: await text(stream) });
      writeFileSync(join(folder, `${String(count++).padStart(6, "0")}.json`), mail);
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
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
