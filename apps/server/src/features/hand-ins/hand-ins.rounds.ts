import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type { HandInRound } from "@weft/api/hand-in-shapes";
import type * as contract from "@weft/api/hand-ins";
import { Problem } from "@weft/api/problems";
import type { Round } from "@weft/model/hand-ins/schedule";
import { dayOf, endOfDay, findRound, reminderOf, roundsToOpen } from "@weft/model/hand-ins/schedule";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { refuseOver } from "./hand-ins.days.ts";
import { getHandInFor, lockHandIn, refuseClosed } from "./hand-ins.reach.ts";
import {
  findOwing,
  findRoundById,
  insertRound,
  listComingRounds,
  listOwing,
  listRoundsOf,
  markReminded,
  markTold,
  setRoundDay,
  syncRound,
} from "./hand-ins.rounds.store.ts";
import type { HandInRow } from "./hand-ins.store.ts";
import { scheduleOf } from "./hand-ins.store.ts";
import { addStep } from "./hand-ins.submissions.store.ts";
import { tellDue } from "./hand-ins.tell.ts";

type Db = Kysely<WeftTables>;

const listedRounds = 24;

export async function listRounds(
  weft: Weft,
  actor: Actor,
  handInId: string,
  limit = listedRounds,
): Promise<{ rounds: HandInRound[] }> {
  await getHandInFor(weft, actor, handInId, "hand_in.read");
  return { rounds: await listRoundsOf(weft.db.people, [handInId], limit) };
}

/** Opens the next round before its time. */
export async function openNextRound(weft: Weft, actor: Actor, handInId: string): Promise<HandInRound> {
  const { workspaceId } = await getHandInFor(weft, actor, handInId, "hand_in.update");
  const roundId = await weft.db.people.transaction().execute(async (trx) => {
    const row = await lockHandIn(trx, handInId);
    refuseClosed(row);
    const next = findRound(scheduleOf(row), row.rounds);
    if (!next) throw new Problem("hand_in.closed", phrase`“${row.title}” is asked for once: there is no next round.`);
    const id = await openRound(trx, row, next, new Date());
    const thing = { kind: "hand_in" as const, id: handInId, name: row.title };
    await recordAudit(trx, actor, { action: "hand_in.updated", thing, workspaceId, after: { opened: next.dueOn } });
    return id;
  });
  return getRound(weft.db.people, roundId);
}

/** Reminds those who owe in a round, or some of them; who was reminded today is left in peace. */
export async function remindRound(
  weft: Weft,
  actor: Actor,
  roundId: string,
  { submissionIds }: BodyOf<typeof contract.remindRound>,
): Promise<ReplyOf<typeof contract.remindRound>> {
  const found = await getRoundFor(weft, actor, roundId);
  return weft.db.people.transaction().execute(async (trx) => {
    const row = await lockHandIn(trx, found.handInId);
    refuseClosed(row);
    const now = new Date();
    const today = dayOf(now, row.timeZone);
    const wanted = new Set(submissionIds);
    const owing = (await listOwing(trx, roundId)).filter(({ id }) => !submissionIds || wanted.has(id));
    const due = owing.filter(({ remindedAt }) => !remindedAt || dayOf(remindedAt, row.timeZone) !== today);
    const ids = due.map(({ id }) => id);
    await markReminded(trx, ids, now);
    for (const id of ids) await addStep(trx, { submissionId: id, kind: "reminded", personId: actor.personId });
    const { dueOn } = await getRound(trx, roundId);
    await tellDue(trx, ids, { title: row.title, dueOn, why: "reminded" });
    return { reminded: due.length, remindedToday: owing.length - due.length };
  });
}

/** Gives a round another due day, and tells those who still owe. */
export async function moveRound(weft: Weft, actor: Actor, roundId: string, dueOn: string): Promise<HandInRound> {
  const { handInId } = await getRoundFor(weft, actor, roundId);
  await weft.db.people.transaction().execute(async (trx) => {
    const row = await lockHandIn(trx, handInId);
    refuseClosed(row);
    const { dueOn: before } = await getRound(trx, roundId);
    if (dueOn === before) return;
    const now = new Date();
    refuseOver("dueOn", dueOn, dayOf(now, row.timeZone));
    const dueAt = endOfDay(dueOn, row.timeZone);
    const owing = await setRoundDay(trx, roundId, { dueOn, dueAt }, toldBy(row, dueOn, now));
    await tellDue(trx, owing, { title: row.title, dueOn, why: "moved" });
    const { id, title, workspaceId } = row;
    const thing = { kind: "hand_in" as const, id, name: title };
    const [was, is] = [{ dueOn: before }, { roundId, dueOn }];
    await recordAudit(trx, actor, { action: "hand_in.updated", thing, workspaceId, before: was, after: is });
  });
  return getRound(weft.db.people, roundId);
}

/** Opens the rounds whose time has come; the request is locked. */
export async function openDueRounds(trx: Db, row: HandInRow, now: Date): Promise<void> {
  if (row.closedAt !== null) return;
  for (const round of roundsToOpen(scheduleOf(row), row.rounds, row.opensDays, now))
    await openRound(trx, row, round, now);
}

/** Makes rounds that are not over hold who owes by now; the request is locked. */
export async function syncComingRounds(trx: Db, row: HandInRow, now: Date): Promise<void> {
  const owing = await findOwing(trx, row.id);
  for (const { id, dueOn } of await listComingRounds(trx, row.id, now)) {
    const made = await syncRound(trx, id, owing, toldBy(row, dueOn, now));
    await tellDue(trx, made, { title: row.title, dueOn, why: "asked" });
  }
}

/** Reminds by itself, once before the due day and once on it; the request is locked. */
export async function tellComingRounds(trx: Db, row: HandInRow, now: Date): Promise<void> {
  for (const { id, dueOn } of await listComingRounds(trx, row.id, now)) {
    const reason = reminderOf({ dueOn }, row, now);
    if (!reason) continue;
    await tellDue(trx, await markTold(trx, id, reason), { title: row.title, dueOn, why: reason });
  }
}

async function openRound(trx: Db, row: HandInRow, round: Round, now: Date): Promise<string> {
  const id = await insertRound(trx, row.id, round);
  const made = await syncRound(trx, id, await findOwing(trx, row.id), toldBy(row, round.dueOn, now));
  await tellDue(trx, made, { title: row.title, dueOn: round.dueOn, why: "asked" });
  return id;
}

/** Who is asked on a day on which others are reminded needs no second word that day. */
function toldBy(row: HandInRow, dueOn: string, now: Date): { before: boolean; day: boolean } {
  const reason = reminderOf({ dueOn }, row, now);
  return { before: reason !== null, day: reason === "day" };
}

/** A round of a request that the actor looks after, or `round.not_found`. */
async function getRoundFor(weft: Weft, actor: Actor, roundId: string): Promise<HandInRound> {
  const found = await getRound(weft.db.people, roundId);
  await getHandInFor(weft, actor, found.handInId, "hand_in.update").catch((error: unknown) => {
    throw error instanceof Problem && error.status === 404 ? missingRound(roundId) : error;
  });
  return found;
}

async function getRound(db: Db, roundId: string): Promise<HandInRound> {
  const round = await findRoundById(db, roundId);
  if (!round) throw missingRound(roundId);
  return round;
}

function missingRound(roundId: string): Problem {
  return new Problem("round.not_found", phrase`There is no round ${roundId}, or it is not yours to see.`);
}
