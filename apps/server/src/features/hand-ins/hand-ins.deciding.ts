import type { Submission } from "@weft/api/hand-in-shapes";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { addJob } from "../../jobs/add-job.ts";
import type { Weft } from "../../weft.ts";
import { Personal, recordAudit } from "../audit/audit.record.ts";
import { getImport } from "../imports/imports.actions.ts";
import { planLoad } from "../imports/imports.plan.ts";
import type { ImportRow } from "../imports/imports.store.ts";
import { moveImport, setOptions } from "../imports/imports.store.ts";
import { getPerson } from "../people/people.accounts.ts";
import { leaveOutUnmatched } from "./hand-ins.check.ts";
import { getManagedSubmission, missingSubmission } from "./hand-ins.reach.ts";
import { readSubmission, toldOf, wrongState } from "./hand-ins.submissions.ts";
import type { SubmissionRow } from "./hand-ins.submissions.store.ts";
import { addStep, findSubmission, setSubmission } from "./hand-ins.submissions.store.ts";
import { findTarget } from "./hand-ins.target.ts";
import { tellAccepted, tellSentBack } from "./hand-ins.tell.ts";

/** Accepts what was handed in; its rows are loaded by the import's own job, rejects as always. */
export async function acceptSubmission(weft: Weft, actor: Actor, submissionId: string): Promise<Submission> {
  const row = await getManagedSubmission(weft, actor, submissionId, "hand_in.update");
  const waiting = await getWaitingImport(weft, actor, row);
  const target = waiting.profile ? await findTarget(weft, actor, row.tableId) : null;
  if (!waiting.profile || !target) throw wrongState(row, phrase`its table is gone, or shut to you`);
  const options = leaveOutUnmatched(waiting.profile, waiting.options, target);
  await planLoad(weft, actor, { ...waiting, options });
  const { name } = await getPerson(weft, actor.personId);
  await weft.db.people.transaction().execute(async (trx) => {
    const locked = await findSubmission(trx, submissionId, true);
    if (!locked) throw missingSubmission(submissionId);
    // Handed in again meanwhile: that file nobody has looked at.
    if (locked.importId !== waiting.id) throw wrongState(locked, phrase`another file has just been handed in`);
    const isKept = await setOptions(trx, waiting.id, options);
    if (!isKept || !(await moveImport(trx, waiting.id, "loading")))
      throw wrongState(locked, phrase`it is loaded already`);
    await addJob(trx, "import.load", { importId: waiting.id });
    await setSubmission(trx, submissionId, { state: "accepted", decided_at: new Date(), comment: null });
    await addStep(trx, { submissionId, kind: "accepted", personId: actor.personId, importId: waiting.id });
    await tellAccepted(trx, row, { id: actor.personId, name });
    await recordAudit(trx, actor, { action: "hand_in.accepted", ...toldOf(row), after: { submissionId } });
  });
  return readSubmission(weft, submissionId);
}

/** Sends back what was handed in with what is to be mended; nothing of it is loaded. */
export async function sendBack(weft: Weft, actor: Actor, submissionId: string, comment: string): Promise<Submission> {
  const row = await getManagedSubmission(weft, actor, submissionId, "hand_in.update");
  const { name } = await getPerson(weft, actor.personId);
  await weft.db.people.transaction().execute(async (trx) => {
    const locked = await findSubmission(trx, submissionId, true);
    if (!locked) throw missingSubmission(submissionId);
    refuseSendingBack(locked);
    if (locked.importId) await moveImport(trx, locked.importId, "cancelled", { ended_at: new Date(), progress: null });
    await setSubmission(trx, submissionId, { state: "sent_back", decided_at: new Date(), comment });
    const { importId } = locked;
    await addStep(trx, { submissionId, kind: "sent_back", personId: actor.personId, importId, comment });
    await tellSentBack(trx, row, { id: actor.personId, name }, comment);
    // What is said of somebody's work is theirs: it goes with them.
    const after = { submissionId, comment: new Personal(row.personId ?? actor.personId, comment) };
    await recordAudit(trx, actor, { action: "hand_in.sent_back", ...toldOf(row), after });
  });
  return readSubmission(weft, submissionId);
}

/** The import that waits for this submission to be accepted; also again, when its load had failed and was begun anew. */
async function getWaitingImport(weft: Weft, actor: Actor, row: SubmissionRow): Promise<ImportRow> {
  if (row.importId === null || row.state === "owed" || row.state === "sent_back")
    throw wrongState(row, phrase`there is nothing to accept`);
  const found = await getImport(weft, actor, row.importId, "import.create");
  if (found.state === "ready") return found;
  if (found.state === "loading" || found.state === "done") throw wrongState(row, phrase`it is loaded already`);
  if (found.state === "failed")
    throw wrongState(row, phrase`its import failed: send it back, or begin the import again`);
  if (found.state === "cancelled" || found.state === "undone")
    throw wrongState(row, phrase`its import was taken back: send it back, or begin the import again`);
  throw wrongState(row, phrase`its file is still being read: wait a moment`);
}

function refuseSendingBack(row: SubmissionRow): void {
  if (row.state === "owed" || row.state === "sent_back") throw wrongState(row, phrase`there is nothing to send back`);
  if (row.importState === "loading") throw wrongState(row, phrase`it is being loaded: wait until it is done`);
  if (row.importState === "done")
    throw wrongState(row, phrase`its rows are in the table: undo the import first, then send it back`);
}
