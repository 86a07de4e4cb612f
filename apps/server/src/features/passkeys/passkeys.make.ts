import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import type { TestWeft } from "../../testing/weft.ts";

/** Enters a passkey that nothing can sign with. */
export async function insertPasskey(
  { weft }: TestWeft,
  { id, personId, credentialId }: { id: string; personId: string; credentialId: string },
): Promise<void> {
  await weft.db.peoplePool.query(
    `insert into weft.passkeys (id, person_id, name, public_key, credential_id, counter, device_type, backed_up)
     values ($1, $2, 'P', '', $3, 0, 'singleDevice', false)`,
    [id, personId, credentialId],
  );
}

interface Asked {
  challenge: string;
  origin: string;
  /** Whether the device asked for its person's finger, face or PIN. */
  isPersonAsked?: boolean;
}

/** A device that keeps one passkey for `rpId`, in so far as it makes and signs what WebAuthn wants (ES256, no attestation). */
export function makeAuthenticator(rpId = "localhost") {
  const id = randomBytes(16);
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  let counter = 0;
  const credential = { id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key" };
  const authData = (isPersonAsked: boolean, attested: Buffer | null) => {
    const head = Buffer.alloc(5);
    head[0] = 1 | (isPersonAsked ? 4 : 0) | (attested ? 64 : 0);
    head.writeUInt32BE((counter += 1), 1);
    return Buffer.concat([sha256(rpId), head, attested ?? Buffer.alloc(0)]);
  };
  return {
    id: credential.id,
    make({ challenge, origin, isPersonAsked = true }: Asked) {
      const key = cborMap([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const attestationObject = cborMap([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData(isPersonAsked, attested)],
      ]);
      const response = {
        clientDataJSON: clientData("webauthn.create", challenge, origin).toString("base64url"),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      };
      return { ...credential, response, clientExtensionResults: {} };
    },
    sign({ challenge, origin, isPersonAsked = true }: Asked) {
      const data = authData(isPersonAsked, null);
      const client = clientData("webauthn.get", challenge, origin);
      const signature = createSign("sha256").update(data).update(sha256(client)).sign(privateKey);
      const response = {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
      };
      return { ...credential, response, clientExtensionResults: {} };
    },
  };
}

function sha256(bytes: string | Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

type Cbor = number | string | Buffer | Map<Cbor, Cbor>;

/** A map in CBOR (RFC 8949), of what WebAuthn needs. */
function cborMap(entries: [Cbor, Cbor][]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat().map(cbor)]);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
  if (typeof value === "string") return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) return cborMap([...value]);
  return Buffer.concat([cborHead(2, value.length), value]);
}

function cborHead(kind: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(kind << 5) | size]);
  return size < 256 ? Buffer.from([(kind << 5) | 24, size]) : Buffer.from([(kind << 5) | 25, size >> 8, size & 255]);
}
