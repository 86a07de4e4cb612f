import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import type { Weft } from "../../weft.ts";
import type { SignInProvider } from "../providers/providers.ts";
import type { IssuerMetadata } from "./openid.metadata.ts";
import { askProvider, failed } from "./openid.metadata.ts";

/** Claims by name, of an ID token or of userinfo. */
export type Claims = Record<string, unknown>;

/** Somebody as a provider describes them. */
export interface OutsidePerson {
  issuer: string;
  /** What the issuer calls them, for ever. */
  subject: string;
  name: string | null;
  email: string | null;
  /** Only when the provider says so itself. */
  isEmailVerified: boolean;
  locale: string | null;
}

/** What else the provider says of somebody, for what the ID token leaves out; empty without such a door. */
export async function askUserinfo(
  weft: Weft,
  provider: SignInProvider,
  metadata: IssuerMetadata,
  { subject, accessToken }: { subject: string; accessToken: string | null },
): Promise<Claims> {
  if (!metadata.userinfoEndpoint || accessToken === null) return {};
  const headers = { authorization: `Bearer ${accessToken}` };
  const { status, body } = await askProvider(weft, provider, metadata.userinfoEndpoint, { headers });
  const read = z.record(z.string(), z.unknown()).safeParse(body);
  if (status !== 200 || !read.success) throw failed(provider, phrase`it does not say who signed in`);
  if (read.data.sub !== subject) throw failed(provider, phrase`it describes somebody else than who signed in`);
  return read.data;
}

/** Reads a person from the ID token, then from userinfo; an address and its being verified come from the same one. */
export function readPerson(issuer: string, subject: string, idClaims: Claims, userinfo: Claims): OutsidePerson {
  const all = { ...userinfo, ...idClaims };
  const mailClaims = idClaims.email === undefined ? userinfo : idClaims;
  const email = z.email().max(254).safeParse(mailClaims.email).data?.toLowerCase() ?? null;
  const parts = [textOf(all.given_name), textOf(all.family_name)].filter(Boolean).join(" ");
  const name = textOf(all.name) || parts || textOf(all.preferred_username) || email?.split("@")[0] || null;
  return {
    issuer,
    subject,
    name: name?.slice(0, 120) ?? null,
    email,
    // Some providers write the word; Entra ID says it in a claim of its own.
    isEmailVerified: [mailClaims.email_verified, mailClaims.xms_edov].some((said) => said === true || said === "true"),
    locale: textOf(all.locale) || null,
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.replaceAll(/\p{Cc}+/gu, " ").trim() : "";
}
