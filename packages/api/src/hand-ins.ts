import { handInPeriods, submissionStates } from "@weft/model/hand-ins/schedule";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { check, handIn, handInReading, owed, round, submission, submissionStep } from "./hand-in-shapes.ts";
import { timeZone } from "./rows.ts";
import { flag, idOf, name, personId } from "./shapes.ts";

const ofWorkspace = z.object({ workspaceId: idOf("workspace") });
const ofHandIn = z.object({ handInId: idOf("handIn") });
const ofRound = z.object({ roundId: idOf("round") });
const ofSubmission = z.object({ submissionId: idOf("submission") });

/** Who owes it: a person; a team once (`each: false`), or each of its members. */
const debtor = z.union([
  z.strictObject({ personId }),
  z.strictObject({ teamId: idOf("team"), each: z.boolean().default(false) }),
]);
const debtors = z.array(debtor).min(1).max(200);
const text = z.string().trim().max(5000);
const days = z.int().min(0).max(366);
const weeks = z.int().min(1).max(104);
const parts = {
  title: name,
  text: text.default(""),
  /** An upload that people fill in; null = the table's own template. */
  templateUploadId: idOf("upload").nullable().default(null),
  debtors,
  /** How many days before its due day a round opens. */
  opensDays: days.default(14),
  /** How many days before the due day people are reminded; 0 = only on the day. */
  remindDays: days.default(3),
  reading: handInReading.default({ separator: null, dateOrder: null, decimalMark: null }),
};

export const listHandIns = endpoint({
  name: "hand_ins.list",
  method: "GET",
  path: "/workspaces/:workspaceId/hand-ins",
  summary: "What is asked for in a workspace, with how far its newest round is; for those who look after it.",
  access: "any",
  permission: "hand_in.read",
  params: ofWorkspace,
  reply: z.object({ handIns: z.array(handIn) }),
  problems: ["workspace.not_found"],
});

export const createHandIn = endpoint({
  name: "hand_ins.create",
  method: "POST",
  path: "/workspaces/:workspaceId/hand-ins",
  summary: "Asks people and teams to hand in files for a table, once or again and again.",
  access: "any",
  permission: "hand_in.update",
  params: ofWorkspace,
  body: z.object({
    ...parts,
    tableId: idOf("table"),
    firstDue: z.iso.date(),
    period: z.enum(handInPeriods),
    /** With `period: weeks`: how many. */
    weeks: weeks.default(1),
    timeZone,
  }),
  reply: handIn,
  status: 201,
  problems: ["workspace.not_found", "table.not_found", "upload.not_found", "person.not_found", "team.not_found"],
});

export const getHandIn = endpoint({
  name: "hand_ins.get",
  method: "GET",
  path: "/hand-ins/:handInId",
  summary: "One request for hand-ins: what, when, and who owes it.",
  access: "any",
  permission: "hand_in.read",
  params: ofHandIn,
  reply: handIn,
  problems: ["hand_in.not_found"],
});

export const updateHandIn = endpoint({
  name: "hand_ins.update",
  method: "PATCH",
  path: "/hand-ins/:handInId",
  summary:
    "Changes words, template, reminders, how files are read, when the rounds to come are due, and who owes it, also in rounds that are not yet due.",
  access: "any",
  permission: "hand_in.update",
  params: ofHandIn,
  body: z.object({
    title: name.optional(),
    text: text.optional(),
    templateUploadId: idOf("upload").nullable().optional(),
    debtors: debtors.optional(),
    opensDays: days.optional(),
    remindDays: days.optional(),
    reading: handInReading.optional(),
    /** The day of the next round, which those after it are counted from; rounds that are open keep theirs. */
    nextDue: z.iso.date().optional(),
    period: z.enum(handInPeriods).optional(),
    weeks: weeks.optional(),
  }),
  reply: handIn,
  problems: ["hand_in.not_found", "hand_in.closed", "upload.not_found", "person.not_found", "team.not_found"],
});

export const closeHandIn = endpoint({
  name: "hand_ins.close",
  method: "POST",
  path: "/hand-ins/:handInId/close",
  summary: "Ends a request: no more rounds, and nobody owes anything. What was handed in can still be accepted.",
  access: "any",
  permission: "hand_in.update",
  params: ofHandIn,
  reply: handIn,
  problems: ["hand_in.not_found"],
});

export const listRounds = endpoint({
  name: "hand_ins.rounds",
  method: "GET",
  path: "/hand-ins/:handInId/rounds",
  summary: "The rounds of a request, newest first, with how many have handed in.",
  access: "any",
  permission: "hand_in.read",
  params: ofHandIn,
  query: z.object({ limit: z.coerce.number().int().min(1).max(100).optional() }),
  reply: z.object({ rounds: z.array(round) }),
  problems: ["hand_in.not_found"],
});

export const openNextRound = endpoint({
  name: "hand_ins.open_next",
  method: "POST",
  path: "/hand-ins/:handInId/rounds",
  summary: "Opens the next round now, before its time.",
  access: "any",
  permission: "hand_in.update",
  params: ofHandIn,
  reply: round,
  status: 201,
  problems: ["hand_in.not_found", "hand_in.closed"],
});

export const moveRound = endpoint({
  name: "hand_ins.move_round",
  method: "PATCH",
  path: "/hand-in-rounds/:roundId",
  summary: "Changes the day an open round is due; those who still owe are told. Other rounds keep their days.",
  access: "any",
  permission: "hand_in.update",
  params: ofRound,
  body: z.object({ dueOn: z.iso.date() }),
  reply: round,
  problems: ["round.not_found", "hand_in.closed"],
});

export const checkDebtors = endpoint({
  name: "hand_ins.check",
  method: "POST",
  path: "/workspaces/:workspaceId/hand-ins/check",
  summary:
    "Who of those that would owe a hand-in may not write to its table, and so could not hand in; changes nothing.",
  access: "any",
  permission: "hand_in.update",
  params: ofWorkspace,
  body: z.object({ tableId: idOf("table"), debtors: z.array(debtor).max(200) }),
  reply: z.object({
    /** People, and teams that owe once and nobody of whom may. */
    unable: z.array(z.object({ kind: z.enum(["person", "team"]), id: z.string(), name: z.string() })),
  }),
  problems: ["workspace.not_found", "table.not_found"],
});

export const listSubmissions = endpoint({
  name: "hand_ins.submissions",
  method: "GET",
  path: "/hand-ins/:handInId/submissions",
  summary: "Who has handed in what, by round and name: of one round, or of the newest twelve.",
  access: "any",
  permission: "hand_in.read",
  params: ofHandIn,
  query: z.object({
    round: idOf("round").optional(),
    state: z.enum(submissionStates).optional(),
    late: flag.optional(),
  }),
  reply: z.object({ submissions: z.array(submission) }),
  problems: ["hand_in.not_found"],
});

export const remindRound = endpoint({
  name: "hand_ins.remind",
  method: "POST",
  path: "/hand-in-rounds/:roundId/remind",
  summary: "Reminds those who still owe in a round, by notice and mail; each at most once a day.",
  access: "any",
  permission: "hand_in.update",
  params: ofRound,
  /** Absent = all who owe. */
  body: z.object({ submissionIds: z.array(idOf("submission")).max(1000).optional() }),
  reply: z.object({ reminded: z.int(), remindedToday: z.int() }),
  problems: ["round.not_found", "hand_in.closed"],
});

export const listOwed = endpoint({
  name: "submissions.owed",
  method: "GET",
  path: "/submissions/owed",
  summary: "What one owes oneself or with a team, due soonest first; and what was accepted lately.",
  access: "any",
  permission: null,
  reply: z.object({ owed: z.array(owed), accepted: z.array(owed) }),
});

export const getSubmission = endpoint({
  name: "submissions.get",
  method: "GET",
  path: "/submissions/:submissionId",
  summary: "One hand-in with what was found in its file and all that was said; for who owes it and who asked for it.",
  access: "any",
  permission: "import.read",
  params: ofSubmission,
  reply: owed.extend({
    text: z.string(),
    timeZone: z.string(),
    reading: handInReading,
    template: z.object({ name: z.string() }).nullable(),
    /** Null while the file is being read, and when there is none. */
    check: check.nullable(),
    steps: z.array(submissionStep),
    /** The file of the round before, which may be handed in again. */
    last: z.object({ uploadId: z.string(), name: z.string() }).nullable(),
    /** Whether the caller owes it; else they look after it. */
    isMine: z.boolean(),
  }),
  problems: ["submission.not_found"],
});

export const downloadTemplate = endpoint({
  name: "submissions.template",
  method: "GET",
  path: "/submissions/:submissionId/template",
  summary: "The file to fill in: the one that was given, or the table's own template.",
  access: "any",
  permission: "import.read",
  params: ofSubmission,
  query: z.object({ format: z.enum(["csv", "xlsx"]).default("xlsx") }),
  stream: "file",
  problems: ["submission.not_found"],
});

export const handInFile = endpoint({
  name: "submissions.hand_in",
  method: "POST",
  path: "/submissions/:submissionId/hand-in",
  summary: "Hands a file in, or again in place of the one before. Its rows are loaded when it is accepted.",
  access: "any",
  permission: "import.create",
  params: ofSubmission,
  body: z.union([
    z.strictObject({ uploadId: idOf("upload") }),
    /** The file of the round before, read as it was then. */
    z.strictObject({ repeats: z.literal(true) }),
  ]),
  reply: submission,
  problems: ["submission.not_found", "submission.wrong_state", "hand_in.closed", "upload.not_found"],
});

export const acceptSubmission = endpoint({
  name: "submissions.accept",
  method: "POST",
  path: "/submissions/:submissionId/accept",
  summary: "Accepts what was handed in: its rows are loaded into the table.",
  access: "any",
  permission: "hand_in.update",
  params: ofSubmission,
  reply: submission,
  problems: ["submission.not_found", "submission.wrong_state", "import.options_invalid"],
});

export const sendBackSubmission = endpoint({
  name: "submissions.send_back",
  method: "POST",
  path: "/submissions/:submissionId/send-back",
  summary: "Sends back what was handed in, and says why.",
  access: "any",
  permission: "hand_in.update",
  params: ofSubmission,
  body: z.object({ comment: z.string().trim().min(1).max(5000) }),
  reply: submission,
  problems: ["submission.not_found", "submission.wrong_state"],
});
