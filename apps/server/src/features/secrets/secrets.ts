import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import assert from "node:assert/strict";
import type { Weft } from "../../weft.ts";

/** A key and the name it goes by in what it has sealed. */
interface SealingKey {
  id: string;
  bytes: Buffer;
}

const format = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a secret for keeping (AES-256-GCM): `v1.KEY.DATA`. `place` says where it is kept; copied elsewhere it does not
 * open. The key comes from WEFT_SECRETS_KEY, else from WEFT_SECRET.
 */
export function sealSecret(weft: Weft, text: string, place: string): string {
  const [key] = keysOf(weft);
  assert(key, "WEFT_SECRET must be filled in before secrets can be sealed");
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [format, key.id, sealed.toString("base64url")].join(".");
}

/** What `sealSecret` sealed at this place, with the present key or an earlier one; null when none of ours opens it. */
export function openSecret(weft: Weft, sealed: string, place: string): string | null {
  const [version, keyId, data] = sealed.split(".");
  const key = keysOf(weft).find(({ id }) => id === keyId);
  const bytes = Buffer.from(data ?? "", "base64url");
  if (version !== format || !key || bytes.length < nonceBytes + tagBytes) return null;
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return null;
  }
}

/** With which key something was sealed: that of now, an earlier one that is here still, or one that is not. */
export function keyOf(weft: Weft, sealed: string): "present" | "earlier" | "missing" {
  const at = keysOf(weft).findIndex(({ id }) => id === sealed.split(".")[1]);
  if (at < 0) return "missing";
  return at === 0 ? "present" : "earlier";
}

/** The key that seals, then those that only open. */
function keysOf({ config }: Weft): SealingKey[] {
  const present = config.secretsKey ?? config.secret;
  return [...(present ? [present] : []), ...config.secretsKeysBefore].map(makeKey);
}

function makeKey(text: string): SealingKey {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync("sha256", text, "weft secrets", purpose, length));
  return { id: derive("key id", 6).toString("base64url"), bytes: derive("aes-256-gcm", 32) };
}
