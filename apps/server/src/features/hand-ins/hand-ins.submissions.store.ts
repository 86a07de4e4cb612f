import type { HandInReading, Submission, SubmissionStep } from "@weft/api/hand-in-shapes";
import type { SubmissionState } from "@weft/model/hand-ins/schedule";
import { isLate } from "@weft/model/hand-ins/schedule";
import type { Kysely, RawBuilder, Updateable } from "kysely";
import { sql } from "kysely";
import type { SubmissionsTable } from "../../database/tables.hand-ins.ts";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** A submission with what its deeds, its lists and its page need of what lies around it. */
export interface SubmissionRow {
  id: string;
  handInId: string;
  roundId: string;
  roundNumber: number;
  dueOn: string;
  dueAt: Date;
  personId: string | null;
  teamId: string | null;
  debtorName: string | null;
  state: SubmissionState;
  handedInAt: Date | null;
  handedInBy: string | null;
  importId: string | null;
  importState: string | null;
  uploadId: string | null;
  fileName: string | null;
  comment: string | null;
  decidedAt: Date | null;
  remindedAt: Date | null;
  workspaceId: string;
  workspaceName: string;
  tableId: string;
  tableName: string;
  baseId: string;
  title: string;
  text: string;
  timeZone: string;
  reading: Partial<HandInReading>;
  templateUploadId: string | null;
  askedBy: string | null;
  closedAt: Date | null;
}

const rowsOf = (where: RawBuilder<unknown>, order: RawBuilder<unknown>, isLocked = false) => sql<SubmissionRow>`
  select s.id, r.hand_in_id as "handInId", s.round_id as "roundId", r.number as "roundNumber", r.due_on::text as "dueOn",
    r.due_at as "dueAt", s.person_id as "personId", s.team_id as "teamId", coalesce(tm.name, p.name) as "debtorName",
    s.state, s.handed_in_at as "handedInAt", hp.name as "handedInBy", i.id as "importId", i.state as "importState",
    u.id as "uploadId", u.name as "fileName", s.comment, s.decided_at as "decidedAt", s.reminded_at as "remindedAt",
    h.workspace_id as "workspaceId", w.name as "workspaceName", h.table_id as "tableId", t.name as "tableName",
    t.base_id as "baseId", h.title, h.text, h.time_zone as "timeZone", h.reading,
    h.template_upload_id as "templateUploadId",
    h.created_by as "askedBy", h.closed_at as "closedAt"
  from weft.submissions s join weft.hand_in_rounds r on r.id = s.round_id join weft.hand_ins h on h.id = r.hand_in_id
    join weft.workspaces w on w.id = h.workspace_id join weft.tables t on t.id = h.table_id
    join weft.bases b on b.id = t.base_id
    left join weft.people p on p.id = s.person_id left join weft.teams tm on tm.id = s.team_id
    left join weft.people hp on hp.id = s.handed_in_by
    left join weft.imports i on i.id = s.import_id left join weft.uploads u on u.id = i.upload_id
  where ${where} order by ${order} ${isLocked ? sql`for update of s` : sql``}`;

const owes = (personId: string) => sql`(s.person_id = ${personId} or s.team_id in (
  select team_id from weft.team_members where person_id = ${personId}))`;

/** One submission, or undefined. With `isLocked` nobody else moves it until the transaction ends. */
export async function findSubmission(db: Db, id: string, isLocked = false): Promise<SubmissionRow | undefined> {
  return (await rowsOf(sql`s.id = ${id}`, sql`s.id`, isLocked).execute(db)).rows[0];
}

/** Whether somebody owes it, themselves or in a team. */
export async function isDebtor(db: Db, submissionId: string, personId: string): Promise<boolean> {
  const { rows } = await sql`select from weft.submissions s where s.id = ${submissionId} and ${owes(personId)}`.execute(
    db,
  );
  return rows.length > 0;
}

/** Submissions of a request by round and name: of one round, or of the newest ones. */
export async function listSubmissionsOf(
  db: Db,
  handInId: string,
  { round, newest }: { round?: string; newest: number },
): Promise<SubmissionRow[]> {
  const rounds = round
    ? sql`r.id = ${round}`
    : sql`r.number >= (select rounds - ${newest}::int from weft.hand_ins where id = ${handInId})`;
  const order = sql`r.number desc, s.team_id is null, lower(coalesce(tm.name, p.name)), s.id`;
  return (await rowsOf(sql`r.hand_in_id = ${handInId} and ${rounds}`, order).execute(db)).rows;
}

/** What somebody owes that is not accepted yet, due soonest first. What lies in the trash is owed by nobody. */
export async function listOwedBy(db: Db, personId: string): Promise<SubmissionRow[]> {
  const where = sql`${owes(personId)} and s.state <> 'accepted' and h.closed_at is null and t.deleted_at is null
    and b.deleted_at is null and w.deleted_at is null`;
  return (await rowsOf(where, sql`r.due_at, h.title, s.id`).execute(db)).rows;
}

/** What was accepted of somebody's, newest first. */
export async function listAcceptedOf(db: Db, personId: string, limit: number): Promise<SubmissionRow[]> {
  const where = sql`${owes(personId)} and s.state = 'accepted' and t.deleted_at is null and b.deleted_at is null
    and w.deleted_at is null`;
  return (await rowsOf(where, sql`s.decided_at desc, s.id limit ${limit}`).execute(db)).rows;
}

/** The same debtor's submission of the newest round before this one that had a file. */
export async function findLastOf(db: Db, row: SubmissionRow): Promise<SubmissionRow | undefined> {
  const where = sql`r.hand_in_id = ${row.handInId} and r.number < ${row.roundNumber} and i.id is not null
    and (s.person_id = ${row.personId} or s.team_id = ${row.teamId})`;
  return (await rowsOf(where, sql`r.number desc limit 1`).execute(db)).rows[0];
}

/** Who is to be told of a submission: its person, or the team's members; not programs nor who is shut out. */
export async function findDebtorIds(db: Db, submissionId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from weft.people p join weft.submissions s on s.id = ${submissionId}
    where p.disabled_at is null and (p.id = s.person_id
      or p.id in (select person_id from weft.team_members where team_id = s.team_id)) order by p.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Who decides on a request: whoever asked for it while they look after the workspace, else all its owners. */
export async function findDeciderIds(db: Db, row: Pick<SubmissionRow, "workspaceId" | "askedBy">): Promise<string[]> {
  const { rows } = await sql<{ id: string; role: string }>`
    select p.id, m.role from weft.members m join weft.people p on p.id = m.person_id
    where m.workspace_id = ${row.workspaceId} and m.role in ('manager', 'owner') and p.disabled_at is null
    order by p.id`.execute(db);
  const asker = rows.filter(({ id }) => id === row.askedBy);
  return (asker.length > 0 ? asker : rows.filter(({ role }) => role === "owner")).map(({ id }) => id);
}

export async function setSubmission(trx: Db, id: string, values: Updateable<SubmissionsTable>): Promise<void> {
  await trx.updateTable("submissions").set(values).where("id", "=", id).execute();
}

/** Says that an import waits for its submission, or with null that it does not any more. */
export async function holdImport(trx: Db, importId: string, submissionId: string | null): Promise<void> {
  await trx.updateTable("imports").set({ submission_id: submissionId }).where("id", "=", importId).execute();
}

export async function addStep(
  trx: Db,
  step: {
    submissionId: string;
    kind: SubmissionStep["kind"];
    personId: string | null;
    importId?: string | null;
    comment?: string | null;
  },
): Promise<void> {
  const { submissionId, kind, personId, importId = null, comment = null } = step;
  await trx
    .insertInto("submission_steps")
    .values({ submission_id: submissionId, kind, person_id: personId, import_id: importId, comment })
    .execute();
}

/** All that happened to a submission, in order. */
export async function listSteps(db: Db, submissionId: string): Promise<SubmissionStep[]> {
  const { rows } = await sql<Omit<SubmissionStep, "at"> & { at: Date }>`
    select st.kind, st.at, p.name as by, u.name as "fileName", st.comment
    from weft.submission_steps st left join weft.people p on p.id = st.person_id
      left join weft.imports i on i.id = st.import_id left join weft.uploads u on u.id = i.upload_id
    where st.submission_id = ${submissionId} order by st.at`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** A submission as the contract shows it. */
export function showSubmission(row: SubmissionRow, now: Date): Submission {
  const handedInAt = row.handedInAt?.toISOString() ?? null;
  return {
    id: row.id,
    handInId: row.handInId,
    roundId: row.roundId,
    debtor: { kind: row.teamId ? "team" : "person", id: row.teamId ?? row.personId, name: row.debtorName },
    state: row.state,
    late: isLate({ state: row.state, handedInAt }, row.dueAt.toISOString(), now),
    handedInAt,
    handedInBy: row.handedInBy,
    import: row.importId
      ? {
          id: row.importId,
          state: row.importState as NonNullable<Submission["import"]>["state"],
          uploadId: row.uploadId ?? "",
          fileName: row.fileName ?? "",
        }
      : null,
    comment: row.comment,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    remindedAt: row.remindedAt?.toISOString() ?? null,
  };
}
