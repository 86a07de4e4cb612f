import type { HandIn, HandInReading } from "@weft/api/hand-in-shapes";
import type { HandInPeriod, Schedule } from "@weft/model/hand-ins/schedule";
import { findRound } from "@weft/model/hand-ins/schedule";
import type { Insertable, Kysely, Updateable } from "kysely";
import { sql } from "kysely";
import type { HandInsTable } from "../../database/tables.hand-ins.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Sight } from "../workspaces/workspaces.sight.ts";
import { isSeen } from "../workspaces/workspaces.sight.ts";
import { listRoundsOf } from "./hand-ins.rounds.store.ts";

type Db = Kysely<WeftTables>;

/** A request as its own deeds need it. Days are texts. */
export interface HandInRow {
  id: string;
  workspaceId: string;
  tableId: string;
  baseId: string;
  title: string;
  text: string;
  templateUploadId: string | null;
  firstDue: string;
  firstNumber: number;
  period: HandInPeriod;
  weeks: number;
  timeZone: string;
  opensDays: number;
  remindDays: number;
  /** Only what was chosen. */
  reading: Partial<HandInReading>;
  rounds: number;
  createdBy: string | null;
  closedAt: Date | null;
}

/** Who owes it, as it was asked for. */
export type Debtor = { personId: string } | { teamId: string; each: boolean };

/** How files are read, as it is told: null is found out from each. */
export function wholeReading(chosen: Partial<HandInReading>): HandInReading {
  return { separator: null, dateOrder: null, decimalMark: null, ...chosen };
}

/** When the rounds of a request are due. */
export function scheduleOf({ firstDue, firstNumber, period, weeks, timeZone }: HandInRow): Schedule {
  return { firstDue, firstNumber, period, weeks, timeZone };
}

const columns = sql`h.id, h.workspace_id as "workspaceId", h.table_id as "tableId", t.base_id as "baseId", h.title, h.text,
  h.template_upload_id as "templateUploadId", h.first_due::text as "firstDue",
  h.first_number as "firstNumber", h.reading, h.period, h.weeks,
  h.time_zone as "timeZone", h.opens_days as "opensDays", h.remind_days as "remindDays", h.rounds,
  h.created_by as "createdBy", h.closed_at as "closedAt"`;

/** One request, or undefined. With `isLocked` nobody else changes it or its rounds until the transaction ends. */
export async function findHandIn(db: Db, id: string, isLocked = false): Promise<HandInRow | undefined> {
  const { rows } = await sql<HandInRow>`
    select ${columns} from weft.hand_ins h join weft.tables t on t.id = h.table_id
    where h.id = ${id} ${isLocked ? sql`for update of h` : sql``}`.execute(db);
  return rows[0];
}

/** Requests that go on, of tables that are not in the trash: those the clock has to look at. */
export async function listOpenHandIns(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select h.id from weft.hand_ins h join weft.tables t on t.id = h.table_id join weft.bases b on b.id = t.base_id
    where h.closed_at is null and t.deleted_at is null and b.deleted_at is null order by h.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Requests as their managers see them: those that go on first, then the newest. */
export async function listHandInsOf(
  db: Db,
  which: { id: string } | { workspaceId: string; sight: Sight },
): Promise<HandIn[]> {
  const where =
    "id" in which
      ? sql`h.id = ${which.id}`
      : sql`h.workspace_id = ${which.workspaceId} and ${isSeen(which.sight, "t.id", "b.id")}`;
  const { rows } = await sql<ShownRow>`
    select ${columns}, t.name as "tableName", b.name as "baseName", p.name as "creator", h.created_at as "createdAt",
      u.name as "templateName",
      coalesce((
        select json_agg(json_build_object('kind', case when d.team_id is null then 'person' else 'team' end,
          'id', coalesce(d.team_id, d.person_id), 'name', coalesce(tm.name, dp.name), 'each', d.each)
          order by d.team_id is null, lower(coalesce(tm.name, dp.name)))
        from weft.hand_in_debtors d left join weft.teams tm on tm.id = d.team_id
          left join weft.people dp on dp.id = d.person_id
        where d.hand_in_id = h.id), '[]') as debtors
    from weft.hand_ins h join weft.tables t on t.id = h.table_id join weft.bases b on b.id = t.base_id
      left join weft.people p on p.id = h.created_by left join weft.uploads u on u.id = h.template_upload_id
    where ${where} order by h.closed_at is not null, h.created_at desc, h.id`.execute(db);
  const newest = await listRoundsOf(
    db,
    rows.map(({ id }) => id),
    1,
  );
  return rows.map((row) => showHandIn(row, newest.find(({ handInId }) => handInId === row.id) ?? null));
}

interface ShownRow extends HandInRow {
  tableName: string;
  baseName: string;
  creator: string | null;
  createdAt: Date;
  templateName: string | null;
  debtors: HandIn["debtors"];
}

function showHandIn(row: ShownRow, current: HandIn["current"]): HandIn {
  const { baseId: _base, firstNumber: _number, rounds, templateUploadId, templateName, ...more } = row;
  const { creator, createdAt, closedAt, reading, ...rest } = more;
  return {
    ...rest,
    template: templateUploadId ? { uploadId: templateUploadId, name: templateName ?? "" } : null,
    reading: wholeReading(reading),
    createdBy: creator,
    createdAt: createdAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    current,
    nextDue: closedAt ? null : (findRound(scheduleOf(row), rounds)?.dueOn ?? null),
  };
}

export async function insertHandIn(trx: Db, row: Insertable<HandInsTable>): Promise<void> {
  await trx.insertInto("hand_ins").values(row).execute();
}

export async function updateHandInRow(trx: Db, id: string, values: Updateable<HandInsTable>): Promise<void> {
  if (Object.keys(values).length === 0) return;
  await trx.updateTable("hand_ins").set(values).where("id", "=", id).execute();
}

/** Says who owes it, in place of those before. */
export async function setDebtors(trx: Db, handInId: string, debtors: readonly Debtor[]): Promise<void> {
  await trx.deleteFrom("hand_in_debtors").where("hand_in_id", "=", handInId).execute();
  const rows = debtors.map((debtor) =>
    "personId" in debtor
      ? { hand_in_id: handInId, person_id: debtor.personId, team_id: null, each: false }
      : { hand_in_id: handInId, person_id: null, team_id: debtor.teamId, each: debtor.each },
  );
  await trx
    .insertInto("hand_in_debtors")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Who would hand in for what is owed: a person, each of a team (told as people), or anybody of a team that owes once. */
interface Asked {
  kind: "person" | "team";
  id: string;
  name: string;
  people: { id: string; name: string }[];
}

/** The people behind debtors of a workspace, by name; those who are shut out or belong to another are left out. */
export async function listAsked(db: Db, workspaceId: string, debtors: readonly Debtor[]): Promise<Asked[]> {
  const personIds = debtors.flatMap((debtor) => ("personId" in debtor ? [debtor.personId] : []));
  const teamIds = debtors.flatMap((debtor) => ("teamId" in debtor ? [debtor.teamId] : []));
  const eachIds = debtors.flatMap((debtor) => ("teamId" in debtor && debtor.each ? [debtor.teamId] : []));
  const known = [...(await findBelonging(db, workspaceId, personIds))];
  const { rows } = await sql<Asked>`
    select 'person' as kind, p.id, p.name, json_build_array(json_build_object('id', p.id, 'name', p.name)) as people
    from weft.people p where p.id = any(${known}) and p.disabled_at is null
    union all
    select case when t.id = any(${eachIds}) then 'person' else 'team' end, t.id, t.name, coalesce((
      select json_agg(json_build_object('id', p.id, 'name', p.name) order by lower(p.name))
      from weft.team_members m join weft.people p on p.id = m.person_id
      where m.team_id = t.id and p.disabled_at is null), '[]')
    from weft.teams t where t.workspace_id = ${workspaceId} and t.id = any(${teamIds})
    order by 3, 2`.execute(db);
  return rows;
}

/** Which of the people belong to a workspace: as members, or because something in it was given to them. */
export async function findBelonging(db: Db, workspaceId: string, personIds: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select person_id as id from weft.members where workspace_id = ${workspaceId} and person_id = any(${personIds})
    union
    select person_id from weft.grants
    where workspace_id = ${workspaceId} and person_id = any(${personIds}) and role <> 'none'`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Which of the teams are of a workspace. */
export async function findTeamsOf(db: Db, workspaceId: string, teamIds: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from weft.teams where workspace_id = ${workspaceId} and id = any(${teamIds})`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
