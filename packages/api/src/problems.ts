import type { Phrase } from "@weft/model/texts/phrase";
import { inEnglish } from "@weft/model/texts/phrase";
import { z } from "zod";

/** Every code a program can meet, with its HTTP status and title. The text that goes with one is written where it is raised. */
export const problemCodes = {
  "request.invalid": { status: 400, title: "The request has faults" },
  "request.not_found": { status: 404, title: "No such address" },
  "request.too_large": { status: 413, title: "Too large" },
  "auth.required": { status: 401, title: "Sign in first" },
  "auth.wrong_credentials": { status: 401, title: "E-mail or password is wrong" },
  "auth.second_factor": { status: 401, title: "A code is needed too" },
  "auth.last_way_in": { status: 409, title: "The last way in" },
  "auth.link_over": { status: 410, title: "The link is over" },
  "auth.forbidden": { status: 403, title: "Not allowed" },
  "auth.scope_missing": { status: 403, title: "The token lacks this right" },
  "auth.sign_up_closed": { status: 403, title: "Sign-up is closed" },
  "sign_in.refused": { status: 403, title: "The sign-in is refused" },
  "sign_in.failed": { status: 502, title: "The sign-in provider does not answer as it should" },
  "provider.not_found": { status: 404, title: "No such sign-in provider" },
  "audit_target.not_found": { status: 404, title: "No such place for the audit trail" },
  "secret.not_found": { status: 404, title: "No such secret" },
  "secret.name_taken": { status: 409, title: "A secret has this name" },
  "secret.in_use": { status: 409, title: "The secret is in use" },
  "limit.reached": { status: 429, title: "Too many calls" },
  "idempotency.mismatch": { status: 422, title: "The same key with another request" },
  "idempotency.running": { status: 409, title: "The first request with this key is still running" },
  "sign_up.not_found": { status: 404, title: "No such sign-up" },
  "member.not_found": { status: 404, title: "No such member" },
  "member.exists": { status: 409, title: "Is a member already" },
  "member.last_owner": { status: 409, title: "The last owner" },
  "invitation.not_found": { status: 404, title: "No such invitation" },
  "invitation.over": { status: 410, title: "The invitation is over" },
  "invitation.other_address": { status: 403, title: "The invitation is for another address" },
  "workspace.not_found": { status: 404, title: "No such workspace" },
  "team.not_found": { status: 404, title: "No such team" },
  "team.name_taken": { status: 409, title: "A team has this name" },
  "grant.not_found": { status: 404, title: "No such grant" },
  "base.not_found": { status: 404, title: "No such base" },
  "table.not_found": { status: 404, title: "No such table" },
  "table.name_taken": { status: 409, title: "A table has this name" },
  "table.busy": { status: 409, title: "The table is being loaded" },
  "rules.changed": { status: 409, title: "The rules have changed" },
  "field.not_found": { status: 404, title: "No such field" },
  "field.name_taken": { status: 409, title: "A field has this name" },
  "field.too_many": { status: 409, title: "Too many fields" },
  "field.retype_loses": { status: 409, title: "Values would be lost" },
  "row.not_found": { status: 404, title: "No such row" },
  "row.invalid": { status: 422, title: "Cells have faults" },
  "row.changed": { status: 412, title: "The row has changed" },
  "filter.invalid": { status: 400, title: "The filter has faults" },
  "groups.too_many": { status: 422, title: "Too many groups" },
  "query.too_slow": { status: 503, title: "The query takes too long" },
  "cursor.invalid": { status: 400, title: "The cursor does not fit" },
  "change.not_found": { status: 404, title: "No such change" },
  "change.undone": { status: 409, title: "Cannot be undone" },
  "changes.expired": { status: 410, title: "Older changes are gone" },
  "upload.not_found": { status: 404, title: "No such upload" },
  "upload.incomplete": { status: 409, title: "The upload is not complete" },
  "url.refused": { status: 422, title: "The address is refused" },
  "url.failed": { status: 422, title: "The address gave no file" },
  "file.empty": { status: 422, title: "The file is empty" },
  "file.unreadable": { status: 422, title: "The file cannot be read" },
  "file.too_wide": { status: 422, title: "Too many columns" },
  "file.too_large": { status: 422, title: "The file unpacks to too much" },
  "import.not_found": { status: 404, title: "No such import" },
  "import.wrong_state": { status: 409, title: "The import cannot do this now" },
  "import.options_invalid": { status: 422, title: "The import's choices have faults" },
  "import.rejects": { status: 422, title: "Rows were rejected" },
  "import.failed": { status: 422, title: "The import failed" },
  "export.not_found": { status: 404, title: "No such export" },
  "export.expired": { status: 410, title: "The file has expired" },
  "export.failed": { status: 422, title: "The export failed" },
  "export.wrong_state": { status: 409, title: "The export is not ready" },
  "hand_in.not_found": { status: 404, title: "No such request for hand-ins" },
  "hand_in.closed": { status: 409, title: "The request is closed" },
  "round.not_found": { status: 404, title: "No such round" },
  "submission.not_found": { status: 404, title: "No such hand-in" },
  "submission.wrong_state": { status: 409, title: "The hand-in cannot do this now" },
  "session.not_found": { status: 404, title: "No such session" },
  "person.not_found": { status: 404, title: "No such person" },
  "person.last_owner": { status: 409, title: "The last owner of the instance" },
  "passkey.not_found": { status: 404, title: "No such passkey" },
  "connection.not_found": { status: 404, title: "No such connection" },
  "token.not_found": { status: 404, title: "No such token" },
  "notice.not_found": { status: 404, title: "No such notice" },
  "announcement.not_found": { status: 404, title: "No such announcement" },
  "take_along.not_ready": { status: 409, title: "The file is not ready" },
  "person.owns_workspaces": { status: 409, title: "The last owner of workspaces" },
  "mail.not_found": { status: 404, title: "No such mail" },
  "job.not_found": { status: 404, title: "No such job" },
  "job.running": { status: 409, title: "The job is running" },
  "storage.full": { status: 507, title: "The disk is full" },
  "database.unavailable": { status: 503, title: "The database does not answer" },
  "server.failed": { status: 500, title: "Something went wrong here" },
} as const satisfies Record<string, { status: number; title: string }>;

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
    return problemCodes[this.code].status;
  }
}
