import { chainFaults } from "@weft/model/audit/chain";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { auditGroups } from "./audit-groups.ts";
import { at, flag, idOf, jsonValue, page } from "./shapes.ts";

/** Everything the audit trail tells of. Row changes are not here: they are in each table's change log. */
export const auditActions = [
  "person.signed_up",
  "person.signed_in",
  "person.sign_in_failed",
  "person.signed_out",
  "person.updated",
  "person.password_changed",
  "person.password_reset",
  "person.password_link_sent",
  "person.second_factor_changed",
  "person.passkeys_changed",
  "person.session_ended",
  "person.disabled",
  "person.enabled",
  "person.unlocked",
  "person.made_owner",
  "person.unmade_owner",
  "person.took_along",
  "person.erased",
  "sign_up.approved",
  "sign_up.refused",
  "token.created",
  "token.revoked",
  "workspace.created",
  "workspace.updated",
  "workspace.deleted",
  "member.added",
  "member.role_changed",
  "member.attributes_changed",
  "member.removed",
  "invitation.created",
  "invitation.sent_again",
  "invitation.accepted",
  "invitation.withdrawn",
  "team.created",
  "team.updated",
  "team.deleted",
  "grant.given",
  "grant.withdrawn",
  "base.created",
  "base.updated",
  "base.deleted",
  "base.restored",
  "table.created",
  "table.updated",
  "table.deleted",
  "table.restored",
  "table.ruled",
  "field.created",
  "field.updated",
  "field.retyped",
  "field.deleted",
  "field.restored",
  "export.created",
  "hand_in.created",
  "hand_in.updated",
  "hand_in.closed",
  "hand_in.handed_in",
  "hand_in.accepted",
  "hand_in.sent_back",
  "setting.changed",
  "secret.created",
  "secret.changed",
  "secret.deleted",
  "secret.rotated",
  "provider.created",
  "provider.updated",
  "provider.deleted",
  "files.clear_asked",
  "files.cleared",
  "mail.tested",
  "mail.retried",
  "job.retried",
  "job.cancelled",
  "announcement.created",
  "announcement.updated",
  "announcement.deleted",
  "access.refused",
  "audit.exported",
  "audit_target.created",
  "audit_target.updated",
  "audit_target.deleted",
  "audit_target.resumed",
  "audit_target.stopped",
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditKinds = [
  "person",
  "session",
  "token",
  "workspace",
  "team",
  "invitation",
  "base",
  "table",
  "field",
  "import",
  "export",
  "hand_in",
  "upload",
  "setting",
  "provider",
  "announcement",
  "secret",
  "audit_target",
  "mail",
  "job",
  "instance",
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** One entry as people read it; names and addresses of who was erased are null, their ids stay. */
export const auditEntry = z.object({
  number: z.int(),
  at,
  /** Null = nobody who is known here, as when a sign-in failed, or Weft itself. */
  actor: z.object({ person: z.string(), name: z.string().nullable(), token: z.string().nullable() }).nullable(),
  action: z.enum(auditActions),
  thing: z.object({ kind: z.enum(auditKinds), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
  workspace: z.string().nullable(),
  before: jsonValue,
  after: jsonValue,
  address: z.string().nullable(),
  agent: z.string().nullable(),
  request: z.string().nullable(),
  /** How often the same refusal came since it was told last. */
  count: z.int(),
  hash: z.string(),
});
export type AuditEntry = z.output<typeof auditEntry>;

const filters = {
  person: z.string().max(100).optional(),
  /** A part of a person's name. */
  who: z.string().trim().max(100).optional(),
  action: z.enum(auditActions).optional(),
  group: z.enum(auditGroups).optional(),
  /** Only what was refused, or failed to sign in. */
  refused: flag.optional(),
  /** What it was done to: its id, or a part of its name. */
  thing: z.string().trim().max(100).optional(),
  request: z.string().max(200).optional(),
  from: at.optional(),
  to: at.optional(),
};
const ofInstance = { ...filters, workspaceId: idOf("workspace").optional() };
export const auditFilter = z.object(ofInstance);
export type AuditFilter = z.output<typeof auditFilter>;

export const auditFormats = ["csv", "ndjson"] as const;
const format = z.enum(auditFormats).default("csv");
const params = z.object({ workspaceId: idOf("workspace") });
const reply = z.object({ entries: z.array(auditEntry), next: z.string().nullable() });

export const listAudit = endpoint({
  name: "audit.list",
  method: "GET",
  path: "/audit",
  summary: "The audit trail of the instance, newest first; for its owner.",
  access: "any",
  permission: null,
  query: z.object({ ...ofInstance, ...page }),
  reply,
});

export const exportAudit = endpoint({
  name: "audit.export",
  method: "GET",
  path: "/audit/file",
  summary: "The audit trail as a file, oldest first: CSV to read, NDJSON with the proof of each entry to verify.",
  access: "any",
  permission: null,
  query: z.object({ ...ofInstance, format }),
  stream: "file",
});

export const auditCheck = z.object({
  /** How many entries hold. */
  entries: z.int(),
  /** The last entry that holds: keep it elsewhere, and nobody can rewrite the trail up to it unseen. */
  last: z.object({ number: z.int(), hash: z.string() }).nullable(),
  /** The first number where the chain breaks; null = it holds. */
  broken: z.object({ number: z.int(), fault: z.enum(chainFaults) }).nullable(),
});
export type AuditCheck = z.output<typeof auditCheck>;

export const verifyAudit = endpoint({
  name: "audit.verify",
  method: "GET",
  path: "/audit/check",
  summary:
    "Reads the whole audit trail and says whether its chain of hashes holds, or the first number where it breaks.",
  access: "any",
  permission: null,
  reply: auditCheck,
});

export const lastAuditCheck = endpoint({
  name: "audit.last_check",
  method: "GET",
  path: "/audit/check/last",
  summary: "How the audit trail was found when it was verified last; for the instance's owner.",
  access: "any",
  permission: null,
  reply: z.object({ check: auditCheck.extend({ at }).nullable() }),
});

export const listWorkspaceAudit = endpoint({
  name: "workspaces.audit",
  method: "GET",
  path: "/workspaces/:workspaceId/audit",
  summary: "The audit trail of a workspace, newest first; for its managers.",
  access: "any",
  permission: "audit.read",
  params,
  query: z.object({ ...filters, ...page }),
  reply,
  problems: ["workspace.not_found"],
});

export const exportWorkspaceAudit = endpoint({
  name: "workspaces.audit_file",
  method: "GET",
  path: "/workspaces/:workspaceId/audit/file",
  summary: "The audit trail of a workspace as CSV or NDJSON, oldest first.",
  access: "any",
  permission: "audit.read",
  params,
  query: z.object({ ...filters, format }),
  stream: "file",
  problems: ["workspace.not_found"],
});

/** One line of an NDJSON file: the entry as it was hashed, both hashes, and the plain values by their digest. */
export const auditLine = z.object({
  entry: z.record(z.string(), jsonValue),
  previousHash: z.string(),
  hash: z.string(),
  personal: z.record(z.string(), z.object({ of: z.string(), salt: z.string(), value: z.string().nullable() })),
});
