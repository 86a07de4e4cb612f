import { createHash, randomBytes } from "node:crypto";

/** A token's secret: `weft_` and 256 random bits; kept only as its SHA-256. */
export function makeTokenSecret(): string {
  return `weft_${randomBytes(32).toString("base64url")}`;
}

/** SHA-256 of a secret, hexadecimal. Enough for 256 random bits; passwords need a slow hash instead. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
