/** What the audit trail tells of, in the order people look for it; each is the first words of its actions. */
const wordsOf = {
  people: ["person", "sign_up", "session"],
  members: ["workspace", "member", "invitation", "team"],
  grants: ["grant"],
  tokens: ["token"],
  schema: ["base", "table", "field"],
  exports: ["export"],
  hand_ins: ["hand_in"],
  settings: ["setting", "provider", "secret", "files", "mail", "job", "announcement"],
  audit: ["audit", "audit_target"],
  refusals: ["access"],
} as const satisfies Record<string, readonly string[]>;

export type AuditGroup = keyof typeof wordsOf;
export const auditGroups = Object.keys(wordsOf) as [AuditGroup, ...AuditGroup[]];

/** Whether an action, such as `member.added`, belongs to a group. */
export function isOfGroup(group: AuditGroup, action: string): boolean {
  return (wordsOf[group] as readonly string[]).includes(action.split(".")[0] as string);
}
