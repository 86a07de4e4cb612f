import { createHmac } from "node:crypto";

/** RFC 6238 as every authenticator app has it: SHA-1, 30 s, 6 digits. */
const stepMs = 30_000;
const digits = 6;
/** Codes of the step before and after count too: clocks differ. */
const slackSteps = 1;

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Bytes as base32 (RFC 4648) without padding, as apps want secrets. */
export function toBase32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => letters[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/** The code of a 30 s step. */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac.at(-1) as number) & 15;
  const number = (mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** digits;
  return String(number).padStart(digits, "0");
}

/** The step whose code this is, near `now`; null when it is none. */
export function findStep(secret: Uint8Array, code: string, now: number): number | null {
  const current = Math.floor(now / stepMs);
  for (let step = current - slackSteps; step <= current + slackSteps; step += 1)
    if (codeOf(secret, step) === code) return step;
  return null;
}

/** What an app reads, from a QR code or as it is. */
export function writeUri(secret: Uint8Array, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
