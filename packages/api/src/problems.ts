import type { Phrase } from "@weft/model/texts/phrase";
import { inEnglish } from "@weft/model/texts/phrase";
import { z } from "zod";

/** Every code a program can meet, with its HTTP status. What it is called is in `problem-titles.ts`; the text that goes with one is written where it is raised. */
export const problemCodes = {
  "request.invalid": 400,
  "request.not_found": 404,
  "request.too_large": 413,
  "auth.required": 401,
  "auth.wrong_credentials": 401,
  "auth.second_factor": 401,
  "auth.last_way_in": 409,
  "auth.link_over": 410,
  "auth.forbidden": 403,
  "auth.scope_missing": 403,
  "auth.sign_up_closed": 403,
  "sign_in.refused": 403,
  "sign_in.failed": 502,
  "provider.not_found": 404,
  "audit_target.not_found": 404,
  "secret.not_found": 404,
  "secret.name_taken": 409,
  "secret.in_use": 409,
  "limit.reached": 429,
  "idempotency.mismatch": 422,
  "idempotency.running": 409,
  "sign_up.not_found": 404,
  "member.not_found": 404,
  "member.exists": 409,
  "member.last_owner": 409,
  "invitation.not_found": 404,
  "invitation.over": 410,
  "invitation.other_address": 403,
  "workspace.not_found": 404,
  "team.not_found": 404,
  "team.name_taken": 409,
  "grant.not_found": 404,
  "base.not_found": 404,
  "table.not_found": 404,
  "table.name_taken": 409,
  "table.busy": 409,
  "rules.changed": 409,
  "field.not_found": 404,
  "field.name_taken": 409,
  "field.too_many": 409,
  "field.retype_loses": 409,
  "row.not_found": 404,
  "row.invalid": 422,
  "row.changed": 412,
  "filter.invalid": 400,
  "groups.too_many": 422,
  "query.too_slow": 503,
  "cursor.invalid": 400,
  "change.not_found": 404,
  "change.undone": 409,
  "changes.expired": 410,
  "upload.not_found": 404,
  "upload.incomplete": 409,
  "url.refused": 422,
  "url.failed": 422,
  "file.empty": 422,
  "file.unreadable": 422,
  "file.too_wide": 422,
  "file.too_large": 422,
  "import.not_found": 404,
  "import.wrong_state": 409,
  "import.options_invalid": 422,
  "import.rejects": 422,
  "import.failed": 422,
  "export.not_found": 404,
  "export.expired": 410,
  "export.failed": 422,
  "export.wrong_state": 409,
  "hand_in.not_found": 404,
  "hand_in.closed": 409,
  "round.not_found": 404,
  "submission.not_found": 404,
  "submission.wrong_state": 409,
  "session.not_found": 404,
  "person.not_found": 404,
  "person.last_owner": 409,
  "passkey.not_found": 404,
  "connection.not_found": 404,
  "token.not_found": 404,
  "notice.not_found": 404,
  "announcement.not_found": 404,
  "take_along.not_ready": 409,
  "person.owns_workspaces": 409,
  "mail.not_found": 404,
  "job.not_found": 404,
  "job.running": 409,
  "storage.full": 507,
  "database.unavailable": 503,
  "server.failed": 500,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof problemCodes;

/** One fault: where in the request (JSON path, row, column) and what is wrong with it and what to do. */
export const issue = z.object({ path: z.string(), message: z.string() });
export type Issue = z.output<typeof issue>;

/** The body of every error answer, `application/problem+json` (RFC 9457) with our code and all faults at once. */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  requestId: z.string().optional(),
  errors: z.array(issue),
});
export type ProblemBody = z.output<typeof problemBody>;

/** A fault before anybody knows in which language it will be read. */
export interface Fault {
  path: Phrase | string;
  message: Phrase;
}

/** An expected refusal, for the person who reads it: `phrase` says what is wrong, where, and what to do. As an `Error` it speaks English. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly text: Phrase;
  readonly faults: readonly Fault[];

  constructor(code: ProblemCode, text: Phrase, faults: readonly Fault[] = []) {
    super(inEnglish(text));
    this.name = "Problem";
    this.code = code;
    this.text = text;
    this.faults = faults;
  }

  /** The faults in English. */
  get issues(): Issue[] {
    return this.faults.map(({ path, message }) => ({ path: inEnglish(path), message: inEnglish(message) }));
  }

  get status(): number {
    return problemCodes[this.code];
  }
}
