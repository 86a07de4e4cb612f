import type { BodyOf } from "@weft/api/endpoint";
import type { HandIn, HandInReading } from "@weft/api/hand-in-shapes";
import type * as contract from "@weft/api/hand-ins";
import { Problem } from "@weft/api/problems";
import { dayOf } from "@weft/model/hand-ins/schedule";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { getWholeUpload } from "../uploads/uploads.actions.ts";
import { access, accessByName } from "../workspaces/workspaces.access.ts";
import { changeDays, daysOf, refuseOver } from "./hand-ins.days.ts";
import { getHandInFor, lockHandIn, missingHandIn, refuseClosed } from "./hand-ins.reach.ts";
import { openDueRounds, syncComingRounds } from "./hand-ins.rounds.ts";
import type { Debtor } from "./hand-ins.store.ts";
import {
  findBelonging,
  findTeamsOf,
  insertHandIn,
  listHandInsOf,
  setDebtors,
  updateHandInRow,
} from "./hand-ins.store.ts";

type Db = Kysely<WeftTables>;

/** What is asked for in a workspace, but for tables that are shut to the actor. */
export async function listHandIns(weft: Weft, actor: Actor, workspaceId: string): Promise<{ handIns: HandIn[] }> {
  await access(weft, actor, "hand_in.read", { workspaceId });
  const sight = await accessByName(weft, actor, "workspace.read", { workspaceId });
  return { handIns: await listHandInsOf(weft.db.people, { workspaceId, sight }) };
}

export async function getHandIn(weft: Weft, actor: Actor, handInId: string): Promise<HandIn> {
  await getHandInFor(weft, actor, handInId, "hand_in.read");
  return readHandIn(weft, handInId);
}

/** Asks people and teams for files; what is due soon enough opens at once. */
export async function createHandIn(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
  wanted: BodyOf<typeof contract.createHandIn>,
): Promise<HandIn> {
  await access(weft, actor, "hand_in.update", { workspaceId });
  const reached = await access(weft, actor, "import.create", { tableId: wanted.tableId });
  if (reached.workspaceId !== workspaceId)
    throw new Problem("table.not_found", phrase`There is no table ${wanted.tableId} in this workspace.`);
  const now = new Date();
  refuseOver("firstDue", wanted.firstDue, dayOf(now, wanted.timeZone));
  await checkTemplate(weft, actor, workspaceId, wanted.templateUploadId);
  await checkDebtors(weft.db.people, workspaceId, wanted.debtors);
  const id = makeId("handIn");
  await weft.db.people.transaction().execute(async (trx) => {
    await insertHandIn(trx, {
      id,
      workspace_id: workspaceId,
      table_id: wanted.tableId,
      title: wanted.title,
      text: wanted.text,
      template_upload_id: wanted.templateUploadId,
      first_due: wanted.firstDue,
      period: wanted.period,
      weeks: wanted.weeks,
      time_zone: wanted.timeZone,
      reading: JSON.stringify(chosenOf(wanted.reading)),
      opens_days: wanted.opensDays,
      remind_days: wanted.remindDays,
      created_by: actor.personId,
    });
    await setDebtors(trx, id, wanted.debtors);
    await openDueRounds(trx, await lockHandIn(trx, id), now);
    const { title, ...after } = wanted;
    await recordAudit(trx, actor, { action: "hand_in.created", ...toldOf(workspaceId, id, title), after });
  });
  return readHandIn(weft, id);
}

/** Changes a request; who owes it now owes it in the rounds that are not over, too. */
export async function updateHandIn(
  weft: Weft,
  actor: Actor,
  handInId: string,
  wanted: BodyOf<typeof contract.updateHandIn>,
): Promise<HandIn> {
  const { workspaceId, templateUploadId } = await getHandInFor(weft, actor, handInId, "hand_in.update");
  if (wanted.templateUploadId !== templateUploadId)
    await checkTemplate(weft, actor, workspaceId, wanted.templateUploadId ?? null);
  if (wanted.debtors) await checkDebtors(weft.db.people, workspaceId, wanted.debtors);
  await weft.db.people.transaction().execute(async (trx) => {
    const before = await lockHandIn(trx, handInId);
    refuseClosed(before);
    await updateHandInRow(trx, handInId, { ...valuesOf(wanted), ...changeDays(before, wanted, new Date()) });
    if (wanted.debtors) await setDebtors(trx, handInId, wanted.debtors);
    const now = new Date();
    const after = await lockHandIn(trx, handInId);
    await openDueRounds(trx, after, now);
    await syncComingRounds(trx, after, now);
    const told = toldOf(workspaceId, handInId, after.title);
    const days = daysOf(before);
    await recordAudit(trx, actor, { action: "hand_in.updated", ...told, before: days, after: { ...days, ...wanted } });
  });
  return readHandIn(weft, handInId);
}

/** Ends a request; one that is closed already stays so. */
export async function closeHandIn(weft: Weft, actor: Actor, handInId: string): Promise<HandIn> {
  const { workspaceId } = await getHandInFor(weft, actor, handInId, "hand_in.update");
  await weft.db.people.transaction().execute(async (trx) => {
    const row = await lockHandIn(trx, handInId);
    if (row.closedAt !== null) return;
    await updateHandInRow(trx, handInId, { closed_at: new Date() });
    await recordAudit(trx, actor, { action: "hand_in.closed", ...toldOf(workspaceId, handInId, row.title) });
  });
  return readHandIn(weft, handInId);
}

async function readHandIn(weft: Weft, id: string): Promise<HandIn> {
  const [found] = await listHandInsOf(weft.db.people, { id });
  if (!found) throw missingHandIn(id);
  return found;
}

function valuesOf(wanted: BodyOf<typeof contract.updateHandIn>) {
  const { title, text, templateUploadId, opensDays, remindDays, reading } = wanted;
  return {
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
    ...(templateUploadId !== undefined && { template_upload_id: templateUploadId }),
    ...(opensDays !== undefined && { opens_days: opensDays }),
    ...(remindDays !== undefined && { remind_days: remindDays }),
    ...(reading !== undefined && { reading: JSON.stringify(chosenOf(reading)) }),
  };
}

/** What is found out from each file is not kept. */
function chosenOf(reading: HandInReading): Partial<HandInReading> {
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== null));
}

async function checkTemplate(weft: Weft, actor: Actor, workspaceId: string, uploadId: string | null): Promise<void> {
  if (uploadId === null) return;
  const upload = await getWholeUpload(weft, actor, uploadId);
  if (upload.workspace_id !== workspaceId)
    throw new Problem("upload.not_found", phrase`There is no upload ${uploadId} in this workspace.`);
}

async function checkDebtors(db: Db, workspaceId: string, debtors: readonly Debtor[]): Promise<void> {
  const personIds = debtors.flatMap((debtor) => ("personId" in debtor ? [debtor.personId] : []));
  const teamIds = debtors.flatMap((debtor) => ("teamId" in debtor ? [debtor.teamId] : []));
  const [people, teams] = [
    await findBelonging(db, workspaceId, personIds),
    await findTeamsOf(db, workspaceId, teamIds),
  ];
  const stranger = personIds.find((id) => !people.has(id));
  if (stranger)
    throw new Problem("person.not_found", phrase`${stranger} is nobody of this workspace: invite them first.`);
  const missing = teamIds.find((id) => !teams.has(id));
  if (missing) throw new Problem("team.not_found", phrase`There is no team ${missing}, or it is not yours to see.`);
}

function toldOf(workspaceId: string, id: string, name: string) {
  return { workspaceId, thing: { kind: "hand_in" as const, id, name } };
}
