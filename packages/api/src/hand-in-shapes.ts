import { handInPeriods, submissionStates } from "@weft/model/hand-ins/schedule";
import { z } from "zod";
import { importStates } from "./import-shapes.ts";
import { at } from "./shapes.ts";

/** How many are in which state; `late` are among those that are owed or sent back. */
const counts = z.object({
  owed: z.int(),
  handedIn: z.int(),
  sentBack: z.int(),
  accepted: z.int(),
  late: z.int(),
});

/** One instance of the period. */
export const round = z.object({
  id: z.string(),
  handInId: z.string(),
  number: z.int(),
  dueOn: z.iso.date(),
  /** The end of that day. */
  dueAt: at,
  openedAt: at,
  counts,
});
export type HandInRound = z.output<typeof round>;

/** How files are read, where a person says so; null = found out from each file. What is typed, as in XLSX, needs it not. */
export const handInReading = z.strictObject({
  /** CSV: one character. */
  separator: z.string().length(1).nullable().default(null),
  /** Of dates that are not ISO. */
  dateOrder: z.enum(["dmy", "mdy"]).nullable().default(null),
  decimalMark: z.enum([".", ","]).nullable().default(null),
});
export type HandInReading = z.output<typeof handInReading>;

/** What people are asked to hand in. */
export const handIn = z.object({
  id: z.string(),
  workspaceId: z.string(),
  tableId: z.string(),
  tableName: z.string(),
  baseName: z.string(),
  title: z.string(),
  text: z.string(),
  template: z.object({ uploadId: z.string(), name: z.string() }).nullable(),
  /** The day that rounds are counted from; another one once the days were changed. */
  firstDue: z.iso.date(),
  period: z.enum(handInPeriods),
  weeks: z.int(),
  timeZone: z.string(),
  opensDays: z.int(),
  remindDays: z.int(),
  reading: handInReading,
  /** `each` = every member of the team owes it, not the team once. */
  debtors: z.array(
    z.object({
      kind: z.enum(["person", "team"]),
      id: z.string(),
      name: z.string(),
      each: z.boolean(),
    }),
  ),
  createdBy: z.string().nullable(),
  createdAt: at,
  closedAt: at.nullable(),
  /** The newest round; null = none has opened yet. */
  current: round.nullable(),
  /** The day the next round is due; null = there is none. */
  nextDue: z.iso.date().nullable(),
});
export type HandIn = z.output<typeof handIn>;

/** What one debtor owes in one round. */
export const submission = z.object({
  id: z.string(),
  handInId: z.string(),
  roundId: z.string(),
  /** Id and name are null when they are gone. */
  debtor: z.object({ kind: z.enum(["person", "team"]), id: z.string().nullable(), name: z.string().nullable() }),
  state: z.enum(submissionStates),
  /** Owed after its day, or handed in after it. */
  late: z.boolean(),
  handedInAt: at.nullable(),
  handedInBy: z.string().nullable(),
  /** The import that loads it once it is accepted; `ready` = it waits for that. */
  import: z
    .object({ id: z.string(), state: z.enum(importStates), uploadId: z.string(), fileName: z.string() })
    .nullable(),
  /** What was said when it was sent back last. */
  comment: z.string().nullable(),
  decidedAt: at.nullable(),
  remindedAt: at.nullable(),
});
export type Submission = z.output<typeof submission>;

/** The same for who owes it, who needs to know of what. */
export const owed = submission.extend({
  title: z.string(),
  workspaceId: z.string(),
  workspaceName: z.string(),
  tableId: z.string(),
  tableName: z.string(),
  dueOn: z.iso.date(),
  dueAt: at,
  closedAt: at.nullable(),
});
export type Owed = z.output<typeof owed>;

/** What was found in a file before anything of it is loaded. */
export const check = z.object({
  records: z.int(),
  /** Columns that fit no field: they are left out. */
  unmatched: z.array(z.string()),
  /** Fields that no column fills. */
  missing: z.array(z.string()),
  /** Cells that do not fit their field: their rows will be rejected. */
  misfits: z.array(
    z.object({
      column: z.string(),
      type: z.string(),
      count: z.int(),
      examples: z.array(z.object({ line: z.int(), value: z.string() })),
    }),
  ),
});
export type FileCheck = z.output<typeof check>;

export const stepKinds = ["handed_in", "sent_back", "accepted", "reminded"] as const;

/** Something that happened to a hand-in. */
export const submissionStep = z.object({
  kind: z.enum(stepKinds),
  at,
  /** Null = Weft itself, or somebody who is gone. */
  by: z.string().nullable(),
  fileName: z.string().nullable(),
  comment: z.string().nullable(),
});
export type SubmissionStep = z.output<typeof submissionStep>;
