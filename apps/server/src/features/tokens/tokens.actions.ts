import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/tokens";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import { tokenScopes } from "@weft/model/permissions";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import type { AuditActor } from "../audit/audit.record.ts";
import { recordAudit, senderOf } from "../audit/audit.record.ts";
import { checkPassword } from "../people/people.sessions.ts";
import { hashSecret, makeTokenSecret } from "./tokens.secret.ts";
import { deleteTokenOf, insertToken, listTokensOf } from "./tokens.store.ts";

/** One's own tokens, newest first, without secrets. */
export async function listTokens(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listTokens>> {
  return { tokens: await listTokensOf(weft.db.people, actor.personId) };
}

/** Makes a token for whoever acts; the secret is in the answer only. */
export async function createToken(
  weft: Weft,
  actor: AuditActor & { personId: string },
  body: BodyOf<typeof contract.createToken>,
): Promise<ReplyOf<typeof contract.createToken>> {
  const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw new Problem("request.invalid", phrase`The token would have expired before its first use.`, [
      { path: "expiresAt", message: phrase`lies in the past` },
    ]);
  }
  const secret = makeTokenSecret();
  const scopes = [...new Set(body.scopes)];
  const token = await weft.db.people.transaction().execute(async (trx) => {
    const { personId } = actor;
    const [start, hash] = [secret.slice(0, 9), hashSecret(secret)];
    const made = await insertToken(trx, {
      id: makeId("token"),
      personId,
      name: body.name,
      start,
      hash,
      scopes,
      expiresAt,
    });
    const thing = { kind: "token", id: made.id, name: made.name } as const;
    await recordAudit(trx, actor, { action: "token.created", thing, after: { scopes, expiresAt } });
    return made;
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
  return createToken(
    weft,
    { ...senderOf(request, personId), personId },
    { name: body.name, scopes: [...tokenScopes], expiresAt: null },
  );
}

/** Revokes one's own token at once. */
export async function deleteToken(weft: Weft, actor: Actor, tokenId: string): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    if (!(await deleteTokenOf(trx, actor.personId, tokenId)))
      throw new Problem("token.not_found", phrase`There is no token ${tokenId}, or it is not yours.`);
    await recordAudit(trx, actor, { action: "token.revoked", thing: { kind: "token", id: tokenId } });
    await announce(trx, { about: "person", personId: actor.personId });
  });
}
