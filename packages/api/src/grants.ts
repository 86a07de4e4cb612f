import { overruledReasons } from "@weft/model/grants/decide";
import { isId } from "@weft/model/ids";
import type { Permission } from "@weft/model/permissions";
import { permissions } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { fieldAccess, rulesShown } from "./rules.ts";
import { at, grantedRole, idOf, personId, says } from "./shapes.ts";

/** A thing inside a workspace on which roles are given. */
const insideId = z
  .string()
  .refine(
    (text) => isId("base", text) || isId("table", text),
    says(phrase`is neither the id of a base nor of a table`),
  );
const thingId = z
  .string()
  .refine(
    (text) => isId("workspace", text) || isId("base", text) || isId("table", text),
    says(phrase`is not the id of a workspace, a base or a table`),
  );
const inside = z.object({ thingId: insideId });

const receiver = z.union([z.strictObject({ personId }), z.strictObject({ teamId: idOf("team") })]);
export type Receiver = z.output<typeof receiver>;

export const grant = z.object({
  id: z.string(),
  thingId: z.string(),
  to: z.object({ kind: z.enum(["person", "team"]), id: z.string(), name: z.string() }),
  /** `none` shuts out whom a farther grant lets in. */
  role: grantedRole,
  /** Who gave it; null = somebody who is gone. */
  givenBy: z.string().nullable(),
  givenAt: at,
});
export type GrantShown = z.output<typeof grant>;

/** A grant that speaks of a person, as an explanation tells it. */
const claim = z.object({
  kind: z.enum(["workspace", "base", "table"]),
  thingId: z.string(),
  thingName: z.string(),
  /** The team it was given to; null = to the person. */
  team: z.object({ id: z.string(), name: z.string() }).nullable(),
  role: grantedRole,
});
export type Claim = z.output<typeof claim>;

const explanation = z.object({
  personId: z.string(),
  role: grantedRole,
  /** The grant the role comes from; null = nothing was given. */
  decidedBy: claim.nullable(),
  /** Grants that did not decide, nearest first, and why: `nearer` another stands nearer to the thing; `own` a person's own goes before their teams'; `stronger` another team's; `workspace_owner` nothing lowers an owner. */
  overruled: z.array(claim.extend({ because: z.enum(overruledReasons) })),
  /** Whether the role lets them do `permission`; null when none was asked for. */
  may: z.boolean().nullable(),
  /** What the rules of a table leave of it for them; null for a base or a workspace, and for who sees nothing of it. */
  table: z
    .object({
      /** Fields they do not see or change. Those that are hidden from the caller are left out. */
      fields: z.array(fieldAccess),
      /** Row rules that bind them. */
      rows: rulesShown,
    })
    .nullable(),
});
export type Explanation = z.output<typeof explanation>;

export const listGrants = endpoint({
  name: "grants.list",
  method: "GET",
  path: "/things/:thingId/grants",
  summary: "Roles that were given on a base or a table itself, to people and teams.",
  access: "any",
  permission: "grants.read",
  params: inside,
  reply: z.object({ grants: z.array(grant) }),
  problems: ["base.not_found", "table.not_found"],
});

export const putGrant = endpoint({
  name: "grants.put",
  method: "PUT",
  path: "/things/:thingId/grants",
  summary:
    "Gives a person or a team a role on a base or a table, in place of the one given before. Nobody gives more than their own role.",
  access: "any",
  permission: "grants.update",
  params: inside,
  body: z.object({ to: receiver, role: grantedRole }),
  reply: grant,
  problems: ["base.not_found", "table.not_found", "person.not_found", "team.not_found"],
});

export const deleteGrant = endpoint({
  name: "grants.delete",
  method: "DELETE",
  path: "/things/:thingId/grants/:grantId",
  summary: "Takes a grant back: what stands farther out holds again.",
  access: "any",
  permission: "grants.update",
  params: inside.extend({ grantId: idOf("grant") }),
  problems: ["base.not_found", "table.not_found", "grant.not_found"],
});

export const explainAccess = endpoint({
  name: "access.explain",
  method: "GET",
  path: "/things/:thingId/access",
  summary: "Which role one has on a workspace, a base or a table, and why; managers ask of others too.",
  access: "any",
  permission: "workspace.read",
  params: z.object({ thingId }),
  query: z.object({
    person: personId.optional(),
    permission: z.enum(permissions as [Permission, ...Permission[]]).optional(),
  }),
  reply: explanation,
  problems: ["workspace.not_found", "base.not_found", "table.not_found"],
});
