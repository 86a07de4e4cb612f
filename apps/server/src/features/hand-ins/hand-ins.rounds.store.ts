import type { HandInRound } from "@weft/api/hand-in-shapes";
import type { Round } from "@weft/model/hand-ins/schedule";
import { makeId } from "@weft/model/ids";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** Who owes something: one of the two is null. */
export interface Owing {
  personId: string | null;
  teamId: string | null;
}

/** The newest rounds of each request, newest first, with how many are in which state. */
export async function listRoundsOf(db: Db, handInIds: string[], newest: number): Promise<HandInRound[]> {
  if (handInIds.length === 0) return [];
  return readRounds(
    db,
    sql`r.id in (
      select ranked.id from (
        select id, row_number() over (partition by hand_in_id order by number desc) as place
        from weft.hand_in_rounds where hand_in_id = any(${handInIds})) ranked
      where ranked.place <= ${newest})`,
  );
}

/** One round, or undefined. */
export async function findRoundById(db: Db, roundId: string): Promise<HandInRound | undefined> {
  return (await readRounds(db, sql`r.id = ${roundId}`))[0];
}

/** Rounds of a request whose due moment is still to come. */
export async function listComingRounds(db: Db, handInId: string, now: Date): Promise<HandInRound[]> {
  return readRounds(db, sql`r.hand_in_id = ${handInId} and r.due_at > ${now}`);
}

async function readRounds(db: Db, where: ReturnType<typeof sql>): Promise<HandInRound[]> {
  const { rows } = await sql<Omit<HandInRound, "dueAt" | "openedAt"> & { dueAt: Date; openedAt: Date }>`
    select r.id, r.hand_in_id as "handInId", r.number, r.due_on::text as "dueOn", r.due_at as "dueAt",
      r.opened_at as "openedAt", (
        select json_build_object(
          'owed', count(*) filter (where s.state = 'owed'), 'handedIn', count(*) filter (where s.state = 'handed_in'),
          'sentBack', count(*) filter (where s.state = 'sent_back'),
          'accepted', count(*) filter (where s.state = 'accepted'),
          'late', count(*) filter (where s.state in ('owed', 'sent_back') and r.due_at <= now()))
        from weft.submissions s where s.round_id = r.id) as counts
    from weft.hand_in_rounds r where ${where} order by r.number desc, r.id`.execute(db);
  return rows.map((row) => ({ ...row, dueAt: row.dueAt.toISOString(), openedAt: row.openedAt.toISOString() }));
}

/** Enters a round, and that its request has one more. The request must be locked. */
export async function insertRound(trx: Db, handInId: string, round: Round): Promise<string> {
  const id = makeId("round");
  await trx
    .insertInto("hand_in_rounds")
    .values({ id, hand_in_id: handInId, number: round.number, due_on: round.dueOn, due_at: round.dueAt })
    .execute();
  await trx
    .updateTable("hand_ins")
    .set({ rounds: round.number + 1 })
    .where("id", "=", handInId)
    .execute();
  return id;
}

/** Who owes a request by now: teams once, their members each, and people who still belong to the workspace. */
export async function findOwing(db: Db, handInId: string): Promise<Owing[]> {
  const { rows } = await sql<Owing>`
    select d.person_id as "personId", null as "teamId"
    from weft.hand_in_debtors d join weft.hand_ins h on h.id = d.hand_in_id
    where h.id = ${handInId} and d.person_id is not null and (
      exists (select from weft.members m where m.workspace_id = h.workspace_id and m.person_id = d.person_id)
      or exists (select from weft.grants g
        where g.workspace_id = h.workspace_id and g.person_id = d.person_id and g.role <> 'none'))
    union
    select tm.person_id, null from weft.hand_in_debtors d join weft.team_members tm on tm.team_id = d.team_id
    where d.hand_in_id = ${handInId} and d.each
    union
    select null, d.team_id from weft.hand_in_debtors d
    where d.hand_in_id = ${handInId} and d.team_id is not null and not d.each`.execute(db);
  return rows;
}

/**
 * Makes a round hold what is owed by now: those who came owe, those who went and have handed nothing in do not. Gives the
 * submissions that are new; `told` says which reminders they need no more.
 */
export async function syncRound(
  trx: Db,
  roundId: string,
  owing: readonly Owing[],
  told: { before: boolean; day: boolean },
): Promise<string[]> {
  await sql`
    delete from weft.submissions s where round_id = ${roundId} and state = 'owed' and not exists (
      select from jsonb_to_recordset(${JSON.stringify(owing)}::jsonb) as o("personId" text, "teamId" text)
      where o."personId" = s.person_id or o."teamId" = s.team_id)`.execute(trx);
  if (owing.length === 0) return [];
  const made = await trx
    .insertInto("submissions")
    .values(
      owing.map(({ personId, teamId }) => ({
        id: makeId("submission"),
        round_id: roundId,
        person_id: personId,
        team_id: teamId,
        told_before: told.before,
        told_day: told.day,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .execute();
  return made.map(({ id }) => id);
}

/** Gives a round another due day; gives the submissions still owed in it. `told` says which reminders nobody needs any more. */
export async function setRoundDay(
  trx: Db,
  roundId: string,
  { dueOn, dueAt }: Pick<Round, "dueOn" | "dueAt">,
  told: { before: boolean; day: boolean },
): Promise<string[]> {
  await trx.updateTable("hand_in_rounds").set({ due_on: dueOn, due_at: dueAt }).where("id", "=", roundId).execute();
  // Of all: what is handed in now may be sent back, and owed again.
  const rows = await trx
    .updateTable("submissions")
    .set({ told_before: told.before, told_day: told.day })
    .where("round_id", "=", roundId)
    .returning(["id", "state"])
    .execute();
  return rows.filter(({ state }) => state === "owed" || state === "sent_back").map(({ id }) => id);
}

/** Notes that those who owe in a round are reminded of it now; gives those who had not been, for this reason, before. */
export async function markTold(trx: Db, roundId: string, reason: "before" | "day"): Promise<string[]> {
  const isDay = sql.lit(reason === "day");
  const { rows } = await sql<{ id: string }>`
    update weft.submissions set told_before = true, told_day = told_day or ${isDay}
    where round_id = ${roundId} and state in ('owed', 'sent_back')
      and not case when ${isDay} then told_day else told_before end
    returning id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Those of a round who owe, with when somebody reminded them last. */
export async function listOwing(trx: Db, roundId: string): Promise<{ id: string; remindedAt: Date | null }[]> {
  const { rows } = await sql<{ id: string; remindedAt: Date | null }>`
    select id, reminded_at as "remindedAt" from weft.submissions
    where round_id = ${roundId} and state in ('owed', 'sent_back') order by id for update`.execute(trx);
  return rows;
}

export async function markReminded(trx: Db, submissionIds: string[], at: Date): Promise<void> {
  if (submissionIds.length === 0) return;
  await trx.updateTable("submissions").set({ reminded_at: at }).where("id", "in", submissionIds).execute();
}
