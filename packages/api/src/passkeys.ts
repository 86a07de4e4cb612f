import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { person } from "./people.ts";
import { at, name } from "./shapes.ts";

export const passkey = z.object({ id: z.string(), name: z.string(), createdAt: at, lastUsedAt: at.nullable() });
export type Passkey = z.output<typeof passkey>;

const params = z.object({ passkeyId: z.string().max(64) });
/** What WebAuthn exchanges, as JSON: `PublicKeyCredential.parseCreationOptionsFromJSON()` and `toJSON()` speak it. */
const webAuthn = z.record(z.string(), z.unknown());

export const listPasskeys = endpoint({
  name: "passkeys.list",
  method: "GET",
  path: "/passkeys",
  summary: "One's own passkeys.",
  access: "session",
  permission: null,
  reply: z.object({ passkeys: z.array(passkey) }),
});

export const preparePasskey = endpoint({
  name: "passkeys.prepare",
  method: "POST",
  path: "/passkeys/options",
  summary: "What the browser needs to make a passkey (WebAuthn creation options), after one's own password.",
  access: "session",
  permission: null,
  body: z.object({ password: z.string().min(1).max(200) }),
  reply: z.object({ options: webAuthn }),
  problems: ["auth.wrong_credentials", "limit.reached"],
});

export const createPasskey = endpoint({
  name: "passkeys.create",
  method: "POST",
  path: "/passkeys",
  summary: "Keeps the passkey that the browser has made; its person is told by mail.",
  access: "session",
  permission: null,
  /** Without a name it is called by browser and system. */
  body: z.object({ name: name.optional(), response: webAuthn }),
  reply: passkey,
  status: 201,
});

export const renamePasskey = endpoint({
  name: "passkeys.update",
  method: "PATCH",
  path: "/passkeys/:passkeyId",
  summary: "Renames one of one's own passkeys.",
  access: "session",
  permission: null,
  params,
  body: z.object({ name }),
  problems: ["passkey.not_found"],
});

export const deletePasskey = endpoint({
  name: "passkeys.delete",
  method: "DELETE",
  path: "/passkeys/:passkeyId",
  summary: "Removes one of one's own passkeys: it no longer signs in. The last way into an account stays.",
  access: "session",
  permission: null,
  params,
  problems: ["passkey.not_found", "auth.last_way_in"],
});

export const askForPasskey = endpoint({
  name: "session.ask_for_passkey",
  method: "POST",
  path: "/session/passkey/options",
  summary: "What the browser needs to sign in with a passkey (WebAuthn request options).",
  access: "public",
  permission: null,
  reply: z.object({ options: webAuthn }),
});

export const signInByPasskey = endpoint({
  name: "session.sign_in_by_passkey",
  method: "POST",
  path: "/session/passkey",
  summary: "Signs in with a passkey (session cookie). It stands for password and second factor.",
  access: "public",
  permission: null,
  body: z.object({ response: webAuthn }),
  reply: z.object({ me: person }),
  problems: ["auth.wrong_credentials", "limit.reached"],
});
