import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, name } from "./shapes.ts";

/** A kept secret, without what it says: that is never told again. */
const secret = z.object({
  id: z.string(),
  name: z.string(),
  expiresAt: at.nullable(),
  createdAt: at,
  changedAt: at,
  usedAt: at.nullable(),
  /** False when the key that encrypted it is not here: name it in WEFT_SECRETS_KEYS_BEFORE, or enter the secret anew. */
  isReadable: z.boolean(),
});
export type Secret = z.output<typeof secret>;

const value = z.string().min(1).max(20_000);
const wish = z.strictObject({ name, value, expiresAt: at.nullable().default(null) });
const changes = z.strictObject({ name: name.optional(), value: value.optional(), expiresAt: at.nullable().optional() });
export type SecretWish = z.output<typeof wish>;
export type SecretChanges = z.output<typeof changes>;

/** With which keys what is kept is encrypted: that of now, earlier ones that are here still, ones that are not. */
const keys = z.object({
  /** WEFT_SECRETS_KEY is set; else WEFT_SECRET encrypts. */
  isOwn: z.boolean(),
  present: z.int(),
  earlier: z.int(),
  missing: z.int(),
});

const ofSecret = z.object({ secretId: idOf("secret") });
const ofWorkspace = z.object({ workspaceId: idOf("workspace") });
const ofBoth = ofWorkspace.extend(ofSecret.shape);

export const listSecrets = endpoint({
  name: "secrets.list",
  method: "GET",
  path: "/secrets",
  summary: "The instance's secrets by name, never their values, and how all that is kept is encrypted; for its owner.",
  access: "session",
  permission: null,
  reply: z.object({ secrets: z.array(secret), keys }),
});

export const createSecret = endpoint({
  name: "secrets.create",
  method: "POST",
  path: "/secrets",
  summary: "Keeps a secret, encrypted; it is never shown again. For the instance's owner.",
  access: "session",
  permission: null,
  body: wish,
  reply: secret,
  status: 201,
  problems: ["secret.name_taken"],
});

export const updateSecret = endpoint({
  name: "secrets.update",
  method: "PATCH",
  path: "/secrets/:secretId",
  summary: "Changes a secret's name, value or end; what is not given stays. For the instance's owner.",
  access: "session",
  permission: null,
  params: ofSecret,
  body: changes,
  reply: secret,
  problems: ["secret.not_found", "secret.name_taken"],
});

export const deleteSecret = endpoint({
  name: "secrets.delete",
  method: "DELETE",
  path: "/secrets/:secretId",
  summary: "Forgets a secret that nothing uses; for the instance's owner.",
  access: "session",
  permission: null,
  params: ofSecret,
  problems: ["secret.not_found", "secret.in_use"],
});

export const rotateSecrets = endpoint({
  name: "secrets.rotate",
  method: "POST",
  path: "/secrets/rotate",
  summary:
    "Encrypts everything that is kept anew with the present key, and reads it again to be sure; then earlier keys can go. For the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({ sealedAnew: z.int(), keys }),
});

export const listWorkspaceSecrets = endpoint({
  name: "workspaces.secrets",
  method: "GET",
  path: "/workspaces/:workspaceId/secrets",
  summary: "A workspace's secrets by name, never their values; for its managers.",
  access: "session",
  permission: "workspace.update",
  params: ofWorkspace,
  reply: z.object({ secrets: z.array(secret) }),
  problems: ["workspace.not_found"],
});

export const createWorkspaceSecret = endpoint({
  name: "workspaces.create_secret",
  method: "POST",
  path: "/workspaces/:workspaceId/secrets",
  summary: "Keeps a secret of a workspace, encrypted; it is never shown again.",
  access: "session",
  permission: "workspace.update",
  params: ofWorkspace,
  body: wish,
  reply: secret,
  status: 201,
  problems: ["workspace.not_found", "secret.name_taken"],
});

export const updateWorkspaceSecret = endpoint({
  name: "workspaces.update_secret",
  method: "PATCH",
  path: "/workspaces/:workspaceId/secrets/:secretId",
  summary: "Changes a workspace's secret: its name, value or end.",
  access: "session",
  permission: "workspace.update",
  params: ofBoth,
  body: changes,
  reply: secret,
  problems: ["workspace.not_found", "secret.not_found", "secret.name_taken"],
});

export const deleteWorkspaceSecret = endpoint({
  name: "workspaces.delete_secret",
  method: "DELETE",
  path: "/workspaces/:workspaceId/secrets/:secretId",
  summary: "Forgets a workspace's secret.",
  access: "session",
  permission: "workspace.update",
  params: ofBoth,
  problems: ["workspace.not_found", "secret.not_found"],
});
