import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/tokens";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import { tokenScopes } from "@weft/model/permissions";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { checkPassword } from "../people/people.sessions.ts";
import { hashSecret, makeTokenSecret } from "./tokens.secret.ts";
import { deleteTokenOf, insertToken, listTokensOf } from "./tokens.store.ts";

/** One's own tokens, newest first, without secrets. */
export async function listTokens(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listTokens>> {
  return { tokens: await listTokensOf(weft.db.people, actor.personId) };
}

/** Makes a token for a person; the secret is in the answer only. */
export async function createToken(
  weft: Weft,
  personId: string,
  body: BodyOf<typeof contract.createToken>,
): Promise<ReplyOf<typeof contract.createToken>> {
  const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw new Problem("request.invalid", phrase`The token would have expired before its first use.`, [
      { path: "expiresAt", message: phrase`lies in the past` },
    ]);
  }
  const secret = makeTokenSecret();
  const token = await insertToken(weft.db.people, {
    id: makeId("token"),
    personId,
    name: body.name,
    start: secret.slice(0, 9),
    hash: hashSecret(secret),
    scopes: [...new Set(body.scopes)],
    expiresAt,
  });
  return { token, secret };
}

/** Makes a token with every scope from e-mail and password; tries are counted as those of the sign-in page are. */
export async function signInForToken(
  weft: Weft,
  request: FastifyRequest,
  body: BodyOf<typeof contract.signInForToken>,
): Promise<ReplyOf<typeof contract.signInForToken>> {
  const personId = await checkPassword(weft, request, body);
  return createToken(weft, personId, { name: body.name, scopes: [...tokenScopes], expiresAt: null });
}

/** Revokes one's own token at once. */
export async function deleteToken(weft: Weft, actor: Actor, tokenId: string): Promise<void> {
  if (!(await deleteTokenOf(weft.db.people, actor.personId, tokenId)))
    throw new Problem("token.not_found", phrase`There is no token ${tokenId}, or it is not yours.`);
}
