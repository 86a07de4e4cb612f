import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/tokens";
import { phrase } from "@weft/model/texts/phrase";
import { tokenScopes } from "@weft/model/permissions";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import type { AuditActor } from "../audit/audit.record.ts";
import { recordAudit, senderOf } from "../audit/audit.record.ts";
import { checkPassword } from "../people/people.sessions.ts";
import { findOwnThings, prepareToken, tellToken } from "./tokens.making.ts";
import { deleteTokenOf, insertToken, listTokensOf } from "./tokens.store.ts";

type Made = ReplyOf<typeof contract.createToken>;

/** One's own tokens, newest first, without secrets. */
export async function listTokens(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listTokens>> {
  return { tokens: await listTokensOf(weft.db.people, actor.personId) };
}

/** Makes a token for whoever acts, limited as they wish; the secret is in the answer only. */
export async function createToken(weft: Weft, actor: Actor, body: BodyOf<typeof contract.createToken>): Promise<Made> {
  return enterToken(weft, actor, prepareToken(body, await findOwnThings(weft, actor, body.things)));
}

/** Makes a token with every scope from e-mail and password; tries are counted as those of the sign-in page are. */
export async function signInForToken(
  weft: Weft,
  request: FastifyRequest,
  body: BodyOf<typeof contract.signInForToken>,
): Promise<Made> {
  const personId = await checkPassword(weft, request, body);
  const wanted = { name: body.name, scopes: [...tokenScopes], addresses: [], callsPerMinute: null };
  return enterToken(weft, { ...senderOf(request, personId), personId }, prepareToken(wanted, null));
}

/** Revokes one's own token at once. */
export async function deleteToken(weft: Weft, actor: Actor, tokenId: string): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    const name = await deleteTokenOf(trx, actor.personId, tokenId);
    if (name === undefined)
      throw new Problem("token.not_found", phrase`There is no token ${tokenId}, or it is not yours.`);
    await recordAudit(trx, actor, { action: "token.revoked", thing: { kind: "token", id: tokenId, name } });
    await announce(trx, { about: "person", personId: actor.personId });
  });
}

async function enterToken(
  weft: Weft,
  actor: AuditActor & { personId: string },
  { secret, token }: ReturnType<typeof prepareToken>,
): Promise<Made> {
  const { personId } = actor;
  return weft.db.people.transaction().execute(async (trx) => {
    await insertToken(trx, { ...token, personId });
    const [made] = await listTokensOf(trx, personId, token.id);
    if (!made) throw new Error(`token ${token.id} was not entered`);
    const thing = { kind: "token", id: made.id, name: made.name } as const;
    await recordAudit(trx, actor, { action: "token.created", thing, after: tellToken(token) });
    return { token: made, secret };
  });
}
