import { Problem } from "@weft/api/problems";
import type { Permission } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { access } from "../workspaces/workspaces.access.ts";
import type { HandInRow } from "./hand-ins.store.ts";
import { findHandIn } from "./hand-ins.store.ts";
import type { SubmissionRow } from "./hand-ins.submissions.store.ts";
import { findSubmission, isDebtor } from "./hand-ins.submissions.store.ts";

type Managing = Extract<Permission, "hand_in.read" | "hand_in.update">;

/** A request that the actor looks after, or `hand_in.not_found`. */
export async function getHandInFor(
  weft: Weft,
  actor: Actor,
  handInId: string,
  permission: Managing,
): Promise<HandInRow> {
  const missing = missingHandIn(handInId);
  const row = await findHandIn(weft.db.people, handInId);
  if (!row) throw missing;
  await manage(weft, actor, row, permission, missing);
  return row;
}

/** The request, which nobody else changes until the transaction ends. */
export async function lockHandIn(trx: Kysely<WeftTables>, handInId: string): Promise<HandInRow> {
  const row = await findHandIn(trx, handInId, true);
  if (!row) throw missingHandIn(handInId);
  return row;
}

/** A submission whose request the actor looks after, or `submission.not_found`. */
export async function getManagedSubmission(
  weft: Weft,
  actor: Actor,
  submissionId: string,
  permission: Managing,
): Promise<SubmissionRow> {
  const missing = missingSubmission(submissionId);
  const row = await findSubmission(weft.db.people, submissionId);
  if (!row) throw missing;
  await manage(weft, actor, row, permission, missing);
  return row;
}

/** A submission that the actor owes and may do so with, or `submission.not_found`. */
export async function getOwnSubmission(
  weft: Weft,
  actor: Actor,
  submissionId: string,
  permission: Extract<Permission, "import.read" | "import.create">,
): Promise<SubmissionRow> {
  const missing = missingSubmission(submissionId);
  const row = await findSubmission(weft.db.people, submissionId);
  if (!row || !(await isDebtor(weft.db.people, submissionId, actor.personId))) throw missing;
  await access(weft, actor, permission, { tableId: row.tableId }).catch(hiding(missing));
  return row;
}

/** The same for who owes it and for who looks after it, with which of the two the actor is. */
export async function getAnySubmission(
  weft: Weft,
  actor: Actor,
  submissionId: string,
): Promise<{ row: SubmissionRow; isMine: boolean }> {
  if (await isDebtor(weft.db.people, submissionId, actor.personId))
    return { row: await getOwnSubmission(weft, actor, submissionId, "import.read"), isMine: true };
  const row = await getManagedSubmission(weft, actor, submissionId, "hand_in.read").catch((error: unknown) => {
    // To those who neither owe it nor look after it, it does not exist.
    throw error instanceof Problem && error.status === 403 ? missingSubmission(submissionId) : error;
  });
  return { row, isMine: false };
}

/** Whoever knows a workspace by its name alone knows nothing of what is asked for in it, nor of tables shut to them. */
async function manage(
  weft: Weft,
  actor: Actor,
  { workspaceId, tableId }: { workspaceId: string; tableId: string },
  permission: Managing,
  missing: Problem,
): Promise<void> {
  await access(weft, actor, "members.read", { workspaceId }).catch((error: unknown) => {
    throw error instanceof Problem && error.code !== "auth.scope_missing" && error.status < 500 ? missing : error;
  });
  await access(weft, actor, permission, { workspaceId });
  await access(weft, actor, "table.read", { tableId }, { trashed: true }).catch(hiding(missing));
}

function hiding(missing: Problem) {
  return (error: unknown): never => {
    throw error instanceof Problem && error.status === 404 ? missing : error;
  };
}

export function missingHandIn(handInId: string): Problem {
  return new Problem(
    "hand_in.not_found",
    phrase`There is no request for hand-ins ${handInId}, or it is not yours to see.`,
  );
}

export function missingSubmission(submissionId: string): Problem {
  return new Problem("submission.not_found", phrase`There is no hand-in ${submissionId}, or it is not yours to see.`);
}

/** Refuses what a closed request takes no more. */
export function refuseClosed({ closedAt, title }: { closedAt: Date | null; title: string }): void {
  if (closedAt !== null)
    throw new Problem("hand_in.closed", phrase`“${title}” is closed: nothing is handed in for it any more.`);
}
