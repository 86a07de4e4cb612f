import type { GroupRole } from "@weft/api/providers";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Weft } from "../../weft.ts";
import { openSecret } from "../secrets/secrets.ts";
import type { ProviderRow } from "./providers.store.ts";
import { findProviderRow, listProviderRows } from "./providers.store.ts";

/** Whom to send people to for their sign-in. */
export interface SignInProvider {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  /** Sealed unless it comes from the environment. */
  secret: { sealed: string } | { plain: string } | null;
  scopes: readonly string[];
  groupsClaim: string;
  graphUrl: string | null;
  allowsSignUp: boolean;
  isEnabled: boolean;
  groupRoles: readonly GroupRole[];
  createdAt: Date | null;
}

const environmentId = "environment";
const publicGraph = "https://graph.microsoft.com";
const entraIssuer = /^https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}\/v2\.0$/;

/** Whether an issuer is a tenant of Microsoft Entra ID. */
export function isEntra(issuer: string): boolean {
  return entraIssuer.test(issuer);
}

/** The issuer of a tenant of Microsoft Entra ID. */
export function entraIssuerOf(tenant: string): string {
  return `https://login.microsoftonline.com/${tenant.toLowerCase()}/v2.0`;
}

/** All providers: the environment's first, then the rows by name. */
export async function readProviders(weft: Weft): Promise<SignInProvider[]> {
  const ofEnvironment = environmentProvider(weft);
  const rows = await listProviderRows(weft.db.people);
  return [...(ofEnvironment ? [ofEnvironment] : []), ...rows.map(toProvider)];
}

/** One provider; throws `provider.not_found`, with `enabled` also for one that is switched off. */
export async function getProvider(
  weft: Weft,
  id: string,
  options: { enabled?: boolean } = {},
): Promise<SignInProvider> {
  const row = id === environmentId ? undefined : await findProviderRow(weft.db.people, id);
  const found = id === environmentId ? environmentProvider(weft) : row && toProvider(row);
  if (!found || (options.enabled && !found.isEnabled))
    throw new Problem("provider.not_found", phrase`There is no sign-in provider ${id}.`);
  return found;
}

/** Whether the provider stands in WEFT_OIDC_… variables. */
export function isFromEnvironment({ id }: { id: string }): boolean {
  return id === environmentId;
}

/** The client secret in plain, null for a client without; throws `sign_in.failed` when no key of ours opens it. */
export function secretOf(weft: Weft, { id, name, secret }: SignInProvider): string | null {
  if (!secret || "plain" in secret) return secret?.plain ?? null;
  const plain = openSecret(weft, secret.sealed, secretPlace(id));
  if (plain !== null) return plain;
  throw new Problem(
    "sign_in.failed",
    phrase`The secret of ${name} was encrypted with a key that is no longer here. The people who run this instance can name it in WEFT_SECRETS_KEYS_BEFORE, or enter the secret anew.`,
  );
}

/** Where a provider's secret is kept, as its seal names it. */
export function secretPlace(providerId: string): string {
  return `weft.sign_in_providers.client_secret ${providerId}`;
}

/** Hosts that may be asked though they lie inside: those the operator named, and the environment's issuer. */
export function hostsInside({ config }: Weft): string[] {
  const own = config.oidcIssuer ? [new URL(config.oidcIssuer).hostname] : [];
  return [...config.privateUrls, ...own];
}

/** Where providers send people back to: a page of the web app. */
export function redirectUrlOf({ config }: Weft): string {
  return `${(config.publicUrl ?? `http://localhost:${config.port}`).replace(/\/$/, "")}/sign-in-return`;
}

function environmentProvider({ config }: Weft): SignInProvider | undefined {
  if (!config.oidcIssuer || !config.oidcClientId) return undefined;
  return {
    id: environmentId,
    name: config.oidcName,
    issuer: config.oidcIssuer,
    clientId: config.oidcClientId,
    secret: config.oidcClientSecret ? { plain: config.oidcClientSecret } : null,
    scopes: config.oidcScopes.split(" ").filter(Boolean),
    groupsClaim: config.oidcGroupsClaim,
    graphUrl: config.oidcGraphUrl ?? (isEntra(config.oidcIssuer) ? publicGraph : null),
    allowsSignUp: config.oidcSignUp === "yes",
    isEnabled: true,
    groupRoles: config.oidcGroupRoles,
    createdAt: null,
  };
}

/** A row as the rest of the program knows it. */
export function toProvider(row: ProviderRow): SignInProvider {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    secret: row.client_secret === null ? null : { sealed: row.client_secret },
    scopes: row.scopes,
    groupsClaim: row.groups_claim,
    graphUrl: row.graph_url ?? (isEntra(row.issuer) ? publicGraph : null),
    allowsSignUp: row.allows_sign_up,
    isEnabled: row.is_enabled,
    groupRoles: row.group_roles,
    createdAt: row.created_at,
  };
}
