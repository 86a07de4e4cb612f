import { randomUUID } from "node:crypto";
import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/tokens";
import { compareRoles } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { addMember, deleteMember } from "../members/members.store.ts";
import { setDisabled } from "../people/people.store.ts";
import { access, roleWords } from "../workspaces/workspaces.access.ts";
import { findOwnThings, prepareToken, tellToken } from "./tokens.making.ts";
import { deleteTokenOfWorkspace, insertProgram, insertToken, listTokensOfWorkspace } from "./tokens.store.ts";

/** The tokens of a workspace, newest first, without secrets. */
export async function listWorkspaceTokens(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
): Promise<ReplyOf<typeof contract.listWorkspaceTokens>> {
  await access(weft, actor, "tokens.update", { workspaceId });
  return { tokens: await listTokensOfWorkspace(weft.db.people, workspaceId) };
}

/**
 * Makes a token that belongs to the workspace. It acts as a member of its own with a role that is at most its maker's,
 * so it goes on when they leave, and what it does stands under its own name.
 */
export async function createWorkspaceToken(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
  { role, ...body }: BodyOf<typeof contract.createWorkspaceToken>,
): Promise<ReplyOf<typeof contract.createWorkspaceToken>> {
  const mine = (await access(weft, actor, "tokens.update", { workspaceId })).role;
  if (compareRoles(role, mine) > 0)
    throw new Problem(
      "auth.forbidden",
      phrase`Your role here is ${roleWords[mine]}: nobody gives a role above their own.`,
    );
  const things = await findOwnThings(weft, actor, body.things);
  if (things?.some((thing) => thing.workspaceId !== workspaceId))
    throw new Problem("request.invalid", phrase`A workspace's token reaches only what is in the workspace.`, [
      { path: "things", message: phrase`names something of another workspace` },
    ]);
  const { secret, token } = prepareToken(body, things);
  const programId = randomUUID();
  return weft.db.people.transaction().execute(async (trx) => {
    await insertProgram(trx, { id: programId, name: token.name, email: `${randomUUID()}@program.invalid` });
    await addMember(trx, { workspaceId, personId: programId, role });
    await insertToken(trx, { ...token, personId: programId, workspaceId, madeBy: actor.personId });
    const [made] = await listTokensOfWorkspace(trx, workspaceId, token.id);
    if (!made) throw new Error(`token ${token.id} was not entered`);
    const thing = { kind: "token", id: made.id, name: made.name } as const;
    await recordAudit(trx, actor, {
      action: "token.created",
      thing,
      workspaceId,
      after: { role, ...tellToken(token) },
    });
    return { token: made, secret };
  });
}

/** Revokes a token of the workspace at once; the program it let in is no member any more. */
export async function deleteWorkspaceToken(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
  tokenId: string,
): Promise<void> {
  await access(weft, actor, "tokens.update", { workspaceId });
  await weft.db.people.transaction().execute(async (trx) => {
    const deleted = await deleteTokenOfWorkspace(trx, workspaceId, tokenId);
    if (!deleted) throw new Problem("token.not_found", phrase`There is no token ${tokenId} in this workspace.`);
    const { name, programId } = deleted;
    await deleteMember(trx, workspaceId, programId);
    await setDisabled(trx, programId, true);
    await recordAudit(trx, actor, {
      action: "token.revoked",
      thing: { kind: "token", id: tokenId, name },
      workspaceId,
    });
    await announce(trx, { about: "person", personId: programId });
  });
}
