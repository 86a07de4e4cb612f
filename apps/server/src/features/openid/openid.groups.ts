import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import type { Weft } from "../../weft.ts";
import type { SignInProvider } from "../providers/providers.ts";
import { askProvider, failed } from "./openid.metadata.ts";
import type { Claims } from "./openid.people.ts";

const graphAnswer = z.object({ value: z.array(z.string()) });

/**
 * The groups somebody is in. Entra ID leaves them out of the token of who is in too many (200) and points elsewhere: then
 * Microsoft Graph is asked. When it does not say, nobody is let in with groups that may be stale: `sign_in.failed`.
 */
export async function readGroups(
  weft: Weft,
  provider: SignInProvider,
  claims: Claims,
  accessToken: string | null,
): Promise<string[]> {
  const found = claimAt(claims, provider.groupsClaim);
  if (found !== undefined) return [found].flat().filter((group): group is string => typeof group === "string");
  return isOverage(claims, provider.groupsClaim) ? askGraph(weft, provider, accessToken) : [];
}

function isOverage({ hasgroups, _claim_names: elsewhere }: Claims, groupsClaim: string): boolean {
  if (hasgroups === true || hasgroups === "true") return true;
  return typeof elsewhere === "object" && elsewhere !== null && groupsClaim in elsewhere;
}

/** The address that the token points to is that of a service which is no more: Graph's own is asked, as Microsoft says. */
async function askGraph(weft: Weft, provider: SignInProvider, accessToken: string | null): Promise<string[]> {
  if (provider.graphUrl === null || accessToken === null)
    throw failed(provider, phrase`it does not say in which groups you are, and there is nothing else to ask`);
  const address = `${provider.graphUrl.replace(/\/$/, "")}/v1.0/me/getMemberObjects`;
  const { status, body } = await askProvider(weft, provider, address, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ securityEnabledOnly: false }),
  });
  const read = graphAnswer.safeParse(body);
  if (status === 200 && read.success) return read.data.value;
  weft.log.warn({ provider: provider.id, status }, "Microsoft Graph did not say somebody's groups");
  throw failed(provider, phrase`Microsoft Graph answered ${status} when asked for your groups`);
}

/** A claim by its name, else by its way inside: `realm_access.roles`. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let inside: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, part)) return undefined;
    inside = (inside as Claims)[part];
  }
  return inside;
}
