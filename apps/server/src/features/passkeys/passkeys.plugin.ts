import assert from "node:assert/strict";
import { passkey } from "@better-auth/passkey";
import type { Weft } from "../../weft.ts";

/**
 * Passkeys of the sign-in library: made and used only where people reach this Weft, and only with the finger, face or
 * PIN of their person: one stands for two factors, the device and who unlocks it.
 */
export function passkeyPlugin({ config }: Weft) {
  return passkey({
    rpName: "Weft",
    origin: config.publicUrl ? new URL(config.publicUrl).origin : null,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    registration: {
      async afterVerification({ verification }) {
        assert(verification.registrationInfo?.userVerified, "the passkey was made without asking its person");
      },
    },
    authentication: {
      async afterVerification({ verification }) {
        assert(verification.authenticationInfo.userVerified, "the passkey was used without asking its person");
      },
    },
    schema: {
      passkey: {
        modelName: "passkeys",
        fields: {
          userId: "person_id",
          publicKey: "public_key",
          credentialID: "credential_id",
          deviceType: "device_type",
          backedUp: "backed_up",
          createdAt: "created_at",
        },
      },
    },
  });
}
