import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type { Owed, Submission } from "@weft/api/hand-in-shapes";
import type * as contract from "@weft/api/hand-ins";
import type { ImportOptions } from "@weft/api/import-shapes";
import { importOptions } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import type { SubmissionState } from "@weft/model/hand-ins/schedule";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { createImport } from "../imports/imports.actions.ts";
import { findImport, moveImport } from "../imports/imports.store.ts";
import { getPerson } from "../people/people.accounts.ts";
import { checkFile } from "./hand-ins.check.ts";
import { getAnySubmission, getHandInFor, getOwnSubmission, missingSubmission, refuseClosed } from "./hand-ins.reach.ts";
import type { SubmissionRow } from "./hand-ins.submissions.store.ts";
import {
  addStep,
  findLastOf,
  findSubmission,
  holdImport,
  listAcceptedOf,
  listOwedBy,
  listSteps,
  listSubmissionsOf,
  setSubmission,
  showSubmission,
} from "./hand-ins.submissions.store.ts";
import { wholeReading } from "./hand-ins.store.ts";
import { findTarget } from "./hand-ins.target.ts";
import { tellReceived } from "./hand-ins.tell.ts";

/** A grid of who × round stays readable with so many rounds. */
const gridRounds = 12;
const acceptedMax = 20;

/** Who has handed in what. */
export async function listSubmissions(
  weft: Weft,
  actor: Actor,
  handInId: string,
  wanted: { round?: string; state?: SubmissionState; late?: boolean },
): Promise<{ submissions: Submission[] }> {
  await getHandInFor(weft, actor, handInId, "hand_in.read");
  const now = new Date();
  const rows = await listSubmissionsOf(weft.db.people, handInId, { round: wanted.round, newest: gridRounds });
  const submissions = rows
    .map((row) => showSubmission(row, now))
    .filter(({ state, late }) => (wanted.state ?? state) === state && (wanted.late ?? late) === late);
  return { submissions };
}

/** What the actor owes, and what was accepted of it lately. */
export async function listOwed(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listOwed>> {
  const now = new Date();
  const show = (row: SubmissionRow) => showOwed(row, now);
  return {
    owed: (await listOwedBy(weft.db.people, actor.personId)).map(show),
    accepted: (await listAcceptedOf(weft.db.people, actor.personId, acceptedMax)).map(show),
  };
}

/** One hand-in with what was found in its file. */
export async function getSubmission(
  weft: Weft,
  actor: Actor,
  submissionId: string,
): Promise<ReplyOf<typeof contract.getSubmission>> {
  const { row, isMine } = await getAnySubmission(weft, actor, submissionId);
  const last = await findLastOf(weft.db.people, row);
  const template = row.templateUploadId
    ? await weft.db.people
        .selectFrom("uploads")
        .select("name")
        .where("id", "=", row.templateUploadId)
        .executeTakeFirst()
    : undefined;
  return {
    ...showOwed(row, new Date()),
    text: row.text,
    timeZone: row.timeZone,
    reading: wholeReading(row.reading),
    template: template ?? null,
    check: await checkOf(weft, actor, row),
    steps: await listSteps(weft.db.people, row.id),
    last: last?.uploadId ? { uploadId: last.uploadId, name: last.fileName ?? "" } : null,
    isMine,
  };
}

/**
 * Hands a file in: a normal import into the table that waits until it is accepted. One handed in before, and not
 * accepted, is cancelled.
 */
export async function handIn(
  weft: Weft,
  actor: Actor,
  submissionId: string,
  body: BodyOf<typeof contract.handInFile>,
): Promise<Submission> {
  const row = await getOwnSubmission(weft, actor, submissionId, "import.create");
  refuseUnfit(row);
  const { uploadId, options } =
    "uploadId" in body ? { ...body, options: {} as Partial<ImportOptions> } : await repeatLast(weft, row);
  const { name: who } = await getPerson(weft, actor.personId);
  await createImport(
    weft,
    actor,
    {
      baseId: row.baseId,
      source: { uploadId },
      options: importOptions.parse({ ...options, ...readAsAsked(row, options), mode: "append", tableId: row.tableId }),
      start: "review",
    },
    async (trx, importId) => {
      const locked = await findSubmission(trx, submissionId, true);
      if (!locked) throw missingSubmission(submissionId);
      refuseUnfit(locked);
      if (locked.importId)
        await moveImport(trx, locked.importId, "cancelled", { ended_at: new Date(), progress: null });
      await holdImport(trx, importId, submissionId);
      const values = {
        state: "handed_in",
        import_id: importId,
        handed_in_by: actor.personId,
        handed_in_at: new Date(),
      };
      await setSubmission(trx, submissionId, { ...values, decided_at: null });
      await addStep(trx, { submissionId, kind: "handed_in", personId: actor.personId, importId });
      const { fileName } = (await findSubmission(trx, submissionId)) as SubmissionRow;
      await tellReceived(trx, row, who, fileName ?? "");
      await recordAudit(trx, actor, { action: "hand_in.handed_in", ...toldOf(row), after: { submissionId, importId } });
    },
  );
  return readSubmission(weft, submissionId);
}

/** The submission as it is now. */
export async function readSubmission(weft: Weft, submissionId: string): Promise<Submission> {
  const row = await findSubmission(weft.db.people, submissionId);
  if (!row) throw missingSubmission(submissionId);
  return showSubmission(row, new Date());
}

/** Of what the audit trail tells. */
export function toldOf({ workspaceId, handInId, title }: SubmissionRow) {
  return { workspaceId, thing: { kind: "hand_in" as const, id: handInId, name: title } };
}

/** Says that a submission cannot do this now, and why. */
export function wrongState(row: SubmissionRow, why: Phrase): Problem {
  return new Problem("submission.wrong_state", phrase`The hand-in “${row.title}” is ${stateWords[row.state]}: ${why}.`);
}

const stateWords: Record<SubmissionState, Phrase> = {
  owed: phrase`owed`,
  handed_in: phrase`handed in`,
  sent_back: phrase`sent back`,
  accepted: phrase`accepted`,
};

function refuseUnfit(row: SubmissionRow): void {
  refuseClosed(row);
  if (row.state === "accepted") throw wrongState(row, phrase`nothing more is to be handed in`);
}

async function repeatLast(weft: Weft, row: SubmissionRow) {
  const last = await findLastOf(weft.db.people, row);
  const found = last?.importId ? await findImport(weft.db.people, last.importId) : undefined;
  if (!found?.upload_id) throw wrongState(row, phrase`there is no file of an earlier round: send one`);
  const { reading, columns, text, dateOrder, decimalMark } = found.options;
  return { uploadId: found.upload_id, options: { reading, columns, text, dateOrder, decimalMark } };
}

/** What the request says of how its files are read wins over what was chosen or detected. */
function readAsAsked({ reading: asked }: SubmissionRow, { reading }: Partial<ImportOptions>): Partial<ImportOptions> {
  const { separator, dateOrder, decimalMark } = asked;
  return {
    reading: { ...reading, ...(separator && { separator }) },
    ...(dateOrder && { dateOrder }),
    ...(decimalMark && { decimalMark }),
  };
}

async function checkOf(weft: Weft, actor: Actor, row: SubmissionRow) {
  const found = row.importId ? await findImport(weft.db.people, row.importId) : undefined;
  const target = found?.profile ? await findTarget(weft, actor, row.tableId) : null;
  return found?.profile && target ? checkFile(found.profile, found.options, target) : null;
}

function showOwed(row: SubmissionRow, now: Date): Owed {
  const { title, workspaceId, workspaceName, tableId, tableName, dueOn } = row;
  return {
    ...showSubmission(row, now),
    title,
    workspaceId,
    workspaceName,
    tableId,
    tableName,
    dueOn,
    dueAt: row.dueAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}
