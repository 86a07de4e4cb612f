import { roles } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, name } from "./shapes.ts";

/** Groups give every role but owner: who owns a workspace is decided in Weft. */
export const groupRole = z.object({
  group: z.string().trim().min(1).max(300),
  workspaceId: idOf("workspace"),
  role: z.enum(roles).exclude(["owner"]),
});
export type GroupRole = z.output<typeof groupRole>;

export const provider = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["openid", "entra"]),
  issuer: z.string(),
  clientId: z.string(),
  /** The secret itself is never told. */
  hasSecret: z.boolean(),
  scopes: z.array(z.string()),
  /** Claim that names somebody's groups; a dot goes inside: `realm_access.roles`. */
  groupsClaim: z.string(),
  /** Where Microsoft Graph answers for those in too many groups for a token. */
  graphUrl: z.string().nullable(),
  allowsSignUp: z.boolean(),
  isEnabled: z.boolean(),
  groupRoles: z.array(groupRole),
  /** Set by WEFT_OIDC_… variables: seen and tested here, changed there. */
  isFromEnvironment: z.boolean(),
  createdAt: at.nullable(),
});
export type Provider = z.output<typeof provider>;

const webAddress = z.url({ protocol: /^https?$/ }).max(500);
const scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
const wish = {
  name,
  issuer: webAddress.optional(),
  /** In place of `issuer`: the tenant of Microsoft Entra ID. */
  entraTenant: z.uuid().optional(),
  clientId: z.string().trim().min(1).max(300),
  clientSecret: z.string().min(1).max(2000).nullable().optional(),
  scopes: z.array(scope).max(30).optional(),
  groupsClaim: z.string().trim().min(1).max(200).optional(),
  graphUrl: webAddress.nullable().optional(),
  allowsSignUp: z.boolean().optional(),
  isEnabled: z.boolean().optional(),
  groupRoles: z.array(groupRole).max(500).optional(),
};
const changes = z.strictObject(wish).partial();
export type ProviderChanges = z.output<typeof changes>;

const ofProvider = z.object({ providerId: z.string().max(40) });

export const listProviders = endpoint({
  name: "providers.list",
  method: "GET",
  path: "/sign-in-providers",
  summary: "Providers people can sign in with, and the address to register with them; for the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({ providers: z.array(provider), redirectUrl: z.string() }),
});

export const createProvider = endpoint({
  name: "providers.create",
  method: "POST",
  path: "/sign-in-providers",
  summary: "Adds an OpenID provider by its issuer, or Microsoft Entra ID by its tenant; for the instance's owner.",
  access: "session",
  permission: null,
  body: z
    .strictObject(wish)
    .refine(
      ({ issuer, entraTenant }) => Boolean(issuer) !== Boolean(entraTenant),
      phrase`needs either an issuer or an entraTenant`.template,
    ),
  reply: provider,
  status: 201,
});

export const updateProvider = endpoint({
  name: "providers.update",
  method: "PATCH",
  path: "/sign-in-providers/:providerId",
  summary: "Changes a provider; what is not given stays, the secret too. For the instance's owner.",
  access: "session",
  permission: null,
  params: ofProvider,
  body: changes,
  reply: provider,
  problems: ["provider.not_found"],
});

export const deleteProvider = endpoint({
  name: "providers.delete",
  method: "DELETE",
  path: "/sign-in-providers/:providerId",
  summary: "Takes a provider away; accounts and memberships stay. For the instance's owner.",
  access: "session",
  permission: null,
  params: ofProvider,
  problems: ["provider.not_found"],
});

export const testProvider = endpoint({
  name: "providers.test",
  method: "POST",
  path: "/sign-in-providers/:providerId/test",
  summary: "Asks a provider what it can be asked without a person: its description, keys, and whether it knows us.",
  access: "session",
  permission: null,
  params: ofProvider,
  reply: z.object({
    works: z.boolean(),
    checks: z.array(
      z.object({ check: z.enum(["description", "keys", "client"]), works: z.boolean(), text: z.string() }),
    ),
  }),
  problems: ["provider.not_found"],
});
