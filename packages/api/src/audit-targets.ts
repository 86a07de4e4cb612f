import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, name } from "./shapes.ts";

export const auditTargetKinds = ["syslog", "webhook"] as const;
export type AuditTargetKind = (typeof auditTargetKinds)[number];

export const syslogProtocols = ["tls", "tcp", "udp"] as const;

const host = z
  .string()
  .trim()
  .regex(/^[a-z0-9.:-]{1,253}$/i);

/** RFC 5424: with octet counting over TLS and TCP, a datagram each over UDP. */
const syslogOptions = z.strictObject({
  protocol: z.enum(syslogProtocols),
  host,
  port: z.int().min(1).max(65_535),
  /** Certificate (PEM) of who signs for the receiver's, besides those that are trusted anyway. */
  ca: z.string().max(20_000).nullable().default(null),
});

const webhookOptions = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(1000),
  /** A secret of the instance by its id: what batches are signed with. */
  secretId: idOf("secret").nullable().default(null),
});
export type SyslogOptions = z.output<typeof syslogOptions>;
export type WebhookOptions = z.output<typeof webhookOptions>;
export type AuditTargetOptions = SyslogOptions | WebhookOptions;

export const auditTargetStates = ["current", "behind", "failing", "stopped", "off"] as const;

const target = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(auditTargetKinds),
  syslog: syslogOptions.nullable(),
  webhook: webhookOptions.nullable(),
  isEnabled: z.boolean(),
  /** Set by WEFT_AUDIT_… variables: seen and tested here, changed there. */
  isFromEnvironment: z.boolean(),
  /** `stopped` = it failed for a day; it goes on where it was when somebody says so. */
  state: z.enum(auditTargetStates),
  /** The last entry it has, and how many it lacks. */
  position: z.int(),
  behind: z.int(),
  shippedAt: at.nullable(),
  failingSince: at.nullable(),
  /** Why the last try failed. */
  error: z.string().nullable(),
});
export type AuditTarget = z.output<typeof target>;

const params = z.object({ targetId: z.string().max(40) });
const options = { syslog: syslogOptions.optional(), webhook: webhookOptions.optional() };

export const listAuditTargets = endpoint({
  name: "audit_targets.list",
  method: "GET",
  path: "/audit/targets",
  summary: "Where the audit trail is sent besides, and how far each place has it; for the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({ targets: z.array(target), last: z.int() }),
});

export const createAuditTarget = endpoint({
  name: "audit_targets.create",
  method: "POST",
  path: "/audit/targets",
  summary:
    "Sends the audit trail to a syslog receiver or a webhook too, entry by entry in order; for the instance's owner.",
  access: "session",
  permission: null,
  /** Give either `syslog` or `webhook`. */
  body: z.strictObject({
    name,
    ...options,
    isEnabled: z.boolean().default(true),
    /** The whole trail, or what comes from now on. */
    from: z.enum(["start", "now"]).default("start"),
  }),
  reply: target,
  status: 201,
});

export const updateAuditTarget = endpoint({
  name: "audit_targets.update",
  method: "PATCH",
  path: "/audit/targets/:targetId",
  summary: "Changes where the trail is sent; it goes on where it was. For the instance's owner.",
  access: "session",
  permission: null,
  params,
  body: z.strictObject({ name: name.optional(), ...options, isEnabled: z.boolean().optional() }),
  reply: target,
  problems: ["audit_target.not_found"],
});

export const deleteAuditTarget = endpoint({
  name: "audit_targets.delete",
  method: "DELETE",
  path: "/audit/targets/:targetId",
  summary: "Sends the trail there no more, and forgets how far it had it; for the instance's owner.",
  access: "session",
  permission: null,
  params,
  problems: ["audit_target.not_found"],
});

export const testAuditTarget = endpoint({
  name: "audit_targets.test",
  method: "POST",
  path: "/audit/targets/:targetId/test",
  summary: "Sends a message that is no entry, and says whether it arrived; for the instance's owner.",
  access: "session",
  permission: null,
  params,
  reply: z.object({ works: z.boolean(), text: z.string() }),
  problems: ["audit_target.not_found"],
});

export const resumeAuditTarget = endpoint({
  name: "audit_targets.resume",
  method: "POST",
  path: "/audit/targets/:targetId/resume",
  summary: "Tries again at once, from the first entry that is lacking; for the instance's owner.",
  access: "session",
  permission: null,
  params,
  reply: target,
  problems: ["audit_target.not_found"],
});
