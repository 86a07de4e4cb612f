/** Roles of a member in a workspace, weakest first: each may do all that those before it may. */
export const roles = ["viewer", "commenter", "editor", "builder", "manager", "owner"] as const;
export type Role = (typeof roles)[number];

/** What can be given on a thing: a role, or none at all. Weakest first. */
export const grantedRoles = ["none", ...roles] as const;
export type GrantedRole = (typeof grantedRoles)[number];

/** Above 0 when `left` may more than `right`, 0 when they are the same. */
export function compareRoles(left: GrantedRole, right: GrantedRole): number {
  return grantedRoles.indexOf(left) - grantedRoles.indexOf(right);
}

/** What can be done to a workspace's things, and the weakest role that may. */
const weakestRole = {
  "workspace.read": "viewer",
  "workspace.update": "manager",
  "workspace.delete": "owner",
  "members.read": "viewer",
  "members.update": "manager",
  "teams.read": "viewer",
  "teams.update": "manager",
  "grants.read": "manager",
  "grants.update": "manager",
  "tokens.update": "manager",
  "base.read": "viewer",
  "base.create": "builder",
  "base.update": "builder",
  "base.delete": "builder",
  "table.read": "viewer",
  "table.create": "builder",
  "table.update": "builder",
  "table.delete": "builder",
  "field.create": "builder",
  "field.update": "builder",
  "field.delete": "builder",
  "row.read": "viewer",
  "row.create": "editor",
  "row.update": "editor",
  "row.delete": "editor",
  "upload.create": "editor",
  "upload.read": "editor",
  "import.create": "editor",
  "import.read": "viewer",
  "import.undo": "editor",
  "export.create": "viewer",
  "hand_in.read": "manager",
  "hand_in.update": "manager",
  "audit.read": "manager",
  "outbox.read": "owner",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof weakestRole;
export const permissions = Object.keys(weakestRole) as Permission[];

/** What a token may be limited to; each is a set of permissions. */
export const tokenScopes = ["read", "write", "build", "manage"] as const;
export type TokenScope = (typeof tokenScopes)[number];

const scopeRole: Record<TokenScope, Role> = { read: "commenter", write: "editor", build: "builder", manage: "owner" };

/** Whether somebody with `role` may; null = not a member. */
export function roleMay(role: GrantedRole | null, permission: Permission): boolean {
  return role !== null && compareRoles(role, weakestRole[permission]) >= 0;
}

/** Whether a token with `scopes` lets its person use `permission`; the person's own role is asked besides. */
export function scopesMay(scopes: readonly TokenScope[], permission: Permission): boolean {
  return scopes.some((scope) => roleMay(scopeRole[scope], permission));
}
