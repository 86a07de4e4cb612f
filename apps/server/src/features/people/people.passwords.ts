import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { verifyPassword as verifyScrypt } from "better-auth/crypto";

/**
 * Argon2id as OWASP's least settings have it: 19 MiB, two passes, one lane. More would cost sign-ins: the product promises
 * 20 a second and core.
 */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const head = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$`;

const derive = promisify(argon2);

/** Hashes a password with a salt of its own, as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive("argon2id", { ...cost, message: password.normalize("NFKC"), nonce });
  return `${head}${toPhc(nonce)}$${toPhc(tag)}`;
}

/** Whether a password is the one of this hash; hashes of earlier versions of Weft (scrypt) are known too. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  if (!hash.startsWith(head)) return verifyScrypt({ hash, password });
  const [nonce, tag] = hash
    .slice(head.length)
    .split("$")
    .map((part) => Buffer.from(part, "base64")) as [Buffer, Buffer];
  const own = await derive("argon2id", { ...cost, message: password.normalize("NFKC"), nonce });
  return own.length === tag.length && timingSafeEqual(own, tag);
}

/** Whether a hash was made in another way than today's: it is made anew when its password is next seen. */
export function isOldHash(hash: string): boolean {
  return !hash.startsWith(head);
}

function toPhc(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
