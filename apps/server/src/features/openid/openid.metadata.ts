import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import type { Weft } from "../../weft.ts";
import { askJson, NoAnswer } from "../outgoing/outgoing.json.ts";
import type { SignInProvider } from "../providers/providers.ts";
import { hostsInside } from "../providers/providers.ts";

/** What an issuer says of itself (OpenID Connect Discovery 1.0). */
export interface IssuerMetadata {
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
  userinfoEndpoint: string | null;
  /** Whether the client says its secret in a header (the default of the standard) or in the body. */
  secretGoes: "header" | "body";
  /** Whether each answer names its issuer (RFC 9207): then one that does not is refused. */
  namesItself: boolean;
}

const described = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

/** A description is asked for anew after this; keys are never kept. */
const keepMs = 5 * 60_000;
const keptOf = new WeakMap<Weft, Map<string, { at: number; metadata: IssuerMetadata }>>();

/** An issuer's description, kept for some minutes unless `fresh`; throws `sign_in.failed` or `url.refused`. */
export async function readMetadata(
  weft: Weft,
  provider: SignInProvider,
  options: { fresh?: boolean } = {},
): Promise<IssuerMetadata> {
  const kept = keptOf.get(weft) ?? new Map<string, { at: number; metadata: IssuerMetadata }>();
  keptOf.set(weft, kept);
  const found = kept.get(provider.issuer);
  if (found && !options.fresh && performance.now() - found.at < keepMs) return found.metadata;
  const metadata = await askMetadata(weft, provider);
  kept.set(provider.issuer, { at: performance.now(), metadata });
  return metadata;
}

async function askMetadata(weft: Weft, provider: SignInProvider): Promise<IssuerMetadata> {
  const address = `${provider.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const { status, body } = await askProvider(weft, provider, address);
  const read = described.safeParse(body);
  if (status !== 200 || !read.success)
    throw failed(provider, phrase`there is no description of an OpenID provider at ${address}`);
  const { data } = read;
  if (data.issuer !== provider.issuer)
    throw failed(provider, phrase`its description is that of another issuer, ${data.issuer}`);
  const methods = data.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const check = (endpoint: string) => checkEndpoint(weft, provider, endpoint);
  return {
    authorizationEndpoint: check(data.authorization_endpoint),
    tokenEndpoint: check(data.token_endpoint),
    jwksUri: check(data.jwks_uri),
    userinfoEndpoint: data.userinfo_endpoint === undefined ? null : check(data.userinfo_endpoint),
    secretGoes: methods.includes("client_secret_basic") ? "header" : "body",
    namesItself: data.authorization_response_iss_parameter_supported ?? false,
  };
}

/** https only: http would show secrets and tokens on the way, and is left to hosts the operator has named. */
function checkEndpoint(weft: Weft, provider: SignInProvider, endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url?.protocol === "https:") return endpoint;
  if (url?.protocol === "http:" && hostsInside(weft).includes(url.hostname)) return endpoint;
  throw failed(provider, phrase`${endpoint} does not begin with https://`);
}

/** Asks a provider something; throws `sign_in.failed` when nothing of use comes back, `url.refused` by the guard. */
export async function askProvider(
  weft: Weft,
  provider: SignInProvider,
  address: string,
  question: Parameters<typeof askJson>[1] = {},
): Promise<{ status: number; body: unknown }> {
  checkEndpoint(weft, provider, address);
  try {
    return await askJson(address, question, hostsInside(weft));
  } catch (error) {
    if (error instanceof NoAnswer) throw failed(provider, error.why);
    throw error;
  }
}

/** The provider did not do its part: for the person who wanted to sign in, with what to tell those who run Weft. */
export function failed(provider: SignInProvider, why: Phrase): Problem {
  return new Problem(
    "sign_in.failed",
    phrase`Signing in with ${provider.name} does not work: ${why}. Try again, or tell the people who run this instance.`,
  );
}
