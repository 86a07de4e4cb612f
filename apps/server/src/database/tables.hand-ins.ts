import type { HandInReading } from "@weft/api/hand-in-shapes";
import type { ColumnType, Generated } from "kysely";

/** The tables of hand-ins. */
export interface HandInTables {
  hand_ins: HandInsTable;
  hand_in_debtors: HandInDebtorsTable;
  hand_in_rounds: HandInRoundsTable;
  submissions: SubmissionsTable;
  submission_steps: SubmissionStepsTable;
}

export interface HandInsTable {
  id: string;
  workspace_id: string;
  table_id: string;
  title: string;
  text: string;
  template_upload_id: string | null;
  first_due: string;
  first_number: Generated<number>;
  period: string;
  weeks: number;
  time_zone: string;
  opens_days: number;
  remind_days: number;
  reading: ColumnType<HandInReading, string, string>;
  rounds: Generated<number>;
  created_by: string | null;
  created_at: Generated<Date>;
  closed_at: Date | null;
}

interface HandInDebtorsTable {
  hand_in_id: string;
  person_id: string | null;
  team_id: string | null;
  each: Generated<boolean>;
}

interface HandInRoundsTable {
  id: string;
  hand_in_id: string;
  number: number;
  due_on: string;
  due_at: ColumnType<Date, Date | string, Date | string>;
  opened_at: Generated<Date>;
}

export interface SubmissionsTable {
  id: string;
  round_id: string;
  person_id: string | null;
  team_id: string | null;
  state: Generated<string>;
  import_id: string | null;
  handed_in_by: string | null;
  handed_in_at: Date | null;
  comment: string | null;
  decided_at: Date | null;
  reminded_at: Date | null;
  told_before: Generated<boolean>;
  told_day: Generated<boolean>;
}

interface SubmissionStepsTable {
  submission_id: string;
  at: Generated<Date>;
  kind: string;
  person_id: string | null;
  import_id: string | null;
  comment: string | null;
}
