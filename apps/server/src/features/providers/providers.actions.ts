import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/providers";
import type { GroupRole, Provider, ProviderChanges } from "@weft/api/providers";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Transaction } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { sealSecret } from "../secrets/secrets.ts";
import type { ProviderRow, ProviderValues } from "./providers.store.ts";
import {
  deleteProviderRow,
  findProviderRow,
  findWorkspaceIds,
  insertProvider,
  updateProviderRow,
} from "./providers.store.ts";
import type { SignInProvider } from "./providers.ts";
import {
  entraIssuerOf,
  getProvider,
  isEntra,
  isFromEnvironment,
  readProviders,
  redirectUrlOf,
  secretOf,
  secretPlace,
  toProvider,
} from "./providers.ts";

/** Every provider, without secrets. */
export async function listProviders(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listProviders>> {
  mayRunInstance(actor);
  return { providers: (await readProviders(weft)).map(shown), redirectUrl: redirectUrlOf(weft) };
}

/** Adds a provider; its secret is kept encrypted. */
export async function createProvider(
  weft: Weft,
  actor: Actor,
  wish: BodyOf<typeof contract.createProvider>,
): Promise<Provider> {
  mayRunInstance(actor);
  const id = makeId("provider");
  const values = await readValues(weft, id, wish);
  return writeAndTell(weft, actor, id, "provider.created", (trx) =>
    insertProvider(trx, id, {
      name: wish.name,
      issuer: values.issuer ?? "",
      client_id: wish.clientId,
      client_secret: values.client_secret ?? null,
      scopes: values.scopes ?? ["openid", "profile", "email", ...(isEntra(values.issuer ?? "") ? ["User.Read"] : [])],
      groups_claim: wish.groupsClaim ?? "groups",
      graph_url: wish.graphUrl ?? null,
      allows_sign_up: wish.allowsSignUp ?? false,
      is_enabled: wish.isEnabled ?? true,
      group_roles: wish.groupRoles ?? [],
    }),
  );
}

/** Changes a provider. A secret that stays is encrypted anew, with the present key; to another issuer it does not go. */
export async function updateProvider(weft: Weft, actor: Actor, id: string, wish: ProviderChanges): Promise<Provider> {
  mayRunInstance(actor);
  const before = await getKept(weft, id);
  const values = await readValues(weft, id, wish);
  if (before.secret && wish.clientSecret === undefined) {
    if (values.issuer !== undefined && values.issuer !== before.issuer)
      throw invalid("clientSecret", phrase`must be given anew with another issuer, as it would be sent there`);
    values.client_secret = sealSecret(weft, secretOf(weft, before) ?? "", secretPlace(id));
  }
  return writeAndTell(weft, actor, id, "provider.updated", (trx) => updateProviderRow(trx, id, values));
}

/** Takes a provider away. */
export async function deleteProvider(weft: Weft, actor: Actor, id: string): Promise<void> {
  mayRunInstance(actor);
  const before = shown(await getKept(weft, id));
  await weft.db.people.transaction().execute(async (trx) => {
    await deleteProviderRow(trx, id);
    await recordAudit(trx, actor, { action: "provider.deleted", thing: toldOf(before), before });
  });
}

/** Throws `auth.forbidden` unless the actor owns the instance. */
export function mayRunInstance(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may see and change how people sign in.`);
}

async function getKept(weft: Weft, id: string): Promise<SignInProvider> {
  const found = await getProvider(weft, id);
  if (!isFromEnvironment(found)) return found;
  throw new Problem(
    "auth.forbidden",
    phrase`This provider is set by WEFT_OIDC_… variables: change it there and start Weft again.`,
  );
}

/** What was wished, as columns; throws `request.invalid` for what cannot be. */
async function readValues(weft: Weft, id: string, wish: ProviderChanges): Promise<ProviderValues> {
  const issuer = wish.entraTenant ? entraIssuerOf(wish.entraTenant) : wish.issuer;
  if (issuer !== undefined && issuer === weft.config.oidcIssuer) throw taken();
  if (wish.scopes && !wish.scopes.includes("openid")) throw invalid("scopes", phrase`must hold openid`);
  await checkWorkspaces(weft, wish.groupRoles ?? []);
  const { clientSecret: secret } = wish;
  return {
    name: wish.name,
    issuer,
    client_id: wish.clientId,
    client_secret: typeof secret === "string" ? sealSecret(weft, secret, secretPlace(id)) : secret,
    scopes: wish.scopes,
    groups_claim: wish.groupsClaim,
    graph_url: wish.graphUrl,
    allows_sign_up: wish.allowsSignUp,
    is_enabled: wish.isEnabled,
    group_roles: wish.groupRoles,
  };
}

async function checkWorkspaces(weft: Weft, groupRoles: readonly GroupRole[]): Promise<void> {
  const known = new Set(
    await findWorkspaceIds(
      weft.db.people,
      groupRoles.map(({ workspaceId }) => workspaceId),
    ),
  );
  const wrong = groupRoles.findIndex(({ workspaceId }) => !known.has(workspaceId));
  if (wrong >= 0) throw invalid(`groupRoles.${wrong}.workspaceId`, phrase`is no workspace of this instance`);
}

/** Writes a provider and tells the audit trail, with what it was and is, but for its secret. */
async function writeAndTell(
  weft: Weft,
  actor: Actor,
  id: string,
  action: "provider.created" | "provider.updated",
  write: (trx: Transaction<WeftTables>) => Promise<void>,
): Promise<Provider> {
  try {
    return await weft.db.people.transaction().execute(async (trx) => {
      const before = await findProviderRow(trx, id);
      await write(trx);
      const after = shown(toProvider((await findProviderRow(trx, id)) as ProviderRow));
      const sides = { before: before ? shown(toProvider(before)) : null, after };
      await recordAudit(trx, actor, { action, thing: toldOf(after), ...sides });
      return after;
    });
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== "sign_in_providers_issuer_key") throw error;
    throw taken();
  }
}

function toldOf({ id, name }: Provider) {
  return { kind: "provider", id, name } as const;
}

function taken(): Problem {
  return invalid("issuer", phrase`is that of another provider here`);
}

function invalid(path: string, message: ReturnType<typeof phrase>): Problem {
  return new Problem("request.invalid", phrase`One part of the request must be mended.`, [{ path, message }]);
}

function shown(provider: SignInProvider): Provider {
  return {
    id: provider.id,
    name: provider.name,
    kind: isEntra(provider.issuer) ? "entra" : "openid",
    issuer: provider.issuer,
    clientId: provider.clientId,
    hasSecret: provider.secret !== null,
    scopes: [...provider.scopes],
    groupsClaim: provider.groupsClaim,
    graphUrl: provider.graphUrl,
    allowsSignUp: provider.allowsSignUp,
    isEnabled: provider.isEnabled,
    groupRoles: [...provider.groupRoles],
    isFromEnvironment: isFromEnvironment(provider),
    createdAt: provider.createdAt?.toISOString() ?? null,
  };
}
