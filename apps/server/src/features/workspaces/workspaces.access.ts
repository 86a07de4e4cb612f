import { Problem } from "@weft/api/problems";
import type { Person } from "@weft/model/grants/table-rules";
import type { GrantedRole, Permission, Role } from "@weft/model/permissions";
import { roleMay, scopesMay } from "@weft/model/permissions";
import type { Phrase } from "@weft/model/texts/phrase";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { narrowSight, refuseAround } from "../tokens/tokens.reach.ts";
import { decideOn, findStanding } from "./workspaces.roles.ts";
import type { Sight } from "./workspaces.sight.ts";
import { seesAnything, sightOf } from "./workspaces.sight.ts";

/** What a thing of a workspace is reached by; each kind answers its own 404. */
export type Reach = { workspaceId: string } | { baseId: string } | { tableId: string };

export interface Access {
  workspaceId: string;
  /** null when a workspace was reached. */
  baseId: string | null;
  /** On the thing that was reached. */
  role: Role;
}

declare const asked: unique symbol;

/**
 * Proof that somebody was let at a table, and as whom. Only `access` makes it, and nobody reads or writes rows without:
 * it is what a `GrantedTable` is made from.
 */
export interface Granted extends Access {
  readonly [asked]: true;
  baseId: string;
  tableId: string;
  /** Whom the table's rules speak of. */
  person: Person;
}

/** Who asks: an actor, or in a job whoever has ordered it. */
type Asker = Pick<Actor, "personId" | "tokenScopes"> & Partial<Pick<Actor, "tokenThings">>;

interface AccessOptions {
  trashed?: boolean;
}

/**
 * Asks whether the actor may; gives the workspace and the actor's role on the thing. What they may not know of (nothing
 * given to them, or in the trash unless `trashed`) answers 404 just like what does not exist; what they know but may not
 * do, 403.
 */
export async function access(
  weft: Weft,
  actor: Asker,
  permission: Permission,
  reach: { tableId: string },
  options?: AccessOptions,
): Promise<Granted>;
export async function access(
  weft: Weft,
  actor: Asker,
  permission: Permission,
  reach: Reach,
  options?: AccessOptions,
): Promise<Access>;
export async function access(
  weft: Weft,
  actor: Asker,
  permission: Permission,
  reach: Reach,
  options: AccessOptions = {},
): Promise<Access> {
  const standing = await findStanding(weft.db, actor.personId, reach, options.trashed ?? false);
  const sight = standing && narrowSight(actor, standing, sightOf(standing));
  if (!standing || !sight || !seesAnything(sight)) throw missing(reach);
  const { workspaceId, role } = sight;
  refuseAround(actor, sight);
  if (role === "none" || !roleMay(role, permission)) throw tooWeak(role, permission);
  checkScopes(actor, permission);
  const { baseId, tableId, personId, email, attributes } = standing;
  const given: Access = { workspaceId, baseId, role };
  if (!baseId || !tableId) return given;
  return { ...given, baseId, tableId, person: { id: personId, email, attributes } } as Granted;
}

/** What the actor sees of a workspace or base, were it only its name and parts of it; 404 when nothing. */
export async function accessByName(
  weft: Weft,
  actor: Actor,
  permission: "workspace.read" | "base.read",
  reach: Reach,
): Promise<Sight> {
  const standing = await findStanding(weft.db, actor.personId, reach, false);
  const sight = standing && narrowSight(actor, standing, sightOf(standing));
  if (!sight || !seesAnything(sight)) throw missing(reach);
  checkScopes(actor, permission);
  return sight;
}

/**
 * Asks whether the actor may do something somewhere in a workspace: on all of it (`isWhole`), or on a base or table of it
 * that was given to them.
 */
export async function accessSomewhere(
  weft: Weft,
  actor: Actor,
  permission: Permission,
  workspaceId: string,
): Promise<{ isWhole: boolean }> {
  const standing = await findStanding(weft.db, actor.personId, { workspaceId }, false);
  const sight = standing && narrowSight(actor, standing, sightOf(standing));
  if (!standing || !sight || !seesAnything(sight)) throw missing({ workspaceId });
  const isWhole = roleMay(sight.role, permission);
  const isInside = [...standing.grants, ...(actor.tokenThings ?? [])].some(
    (place) => sight.seen[place.tableId ?? place.baseId] && roleMay(decideOn(standing, place).role, permission),
  );
  if (!isWhole && !isInside) throw tooWeak(sight.role, permission);
  checkScopes(actor, permission);
  return { isWhole };
}

function tooWeak(role: GrantedRole, permission: Permission): Problem {
  return new Problem(
    "auth.forbidden",
    phrase`Your role here is ${roleWords[role]}, and ${permission} needs more. Ask a manager of the workspace.`,
  );
}

function checkScopes({ tokenScopes }: Asker, permission: Permission): void {
  if (!tokenScopes || scopesMay(tokenScopes, permission)) return;
  throw new Problem("auth.scope_missing", phrase`This token may ${listed(tokenScopes)}; this needs ${permission}.`);
}

/** What each role is called. */
export const roleWords: Record<GrantedRole, Phrase> = {
  owner: phrase`owner`,
  manager: phrase`manager`,
  builder: phrase`builder`,
  editor: phrase`editor`,
  commenter: phrase`commenter`,
  viewer: phrase`viewer`,
  none: phrase`none`,
};

function missing(reach: Reach): Problem {
  if ("workspaceId" in reach)
    return new Problem(
      "workspace.not_found",
      phrase`There is no workspace ${reach.workspaceId}, or it is not yours to see.`,
    );
  if ("baseId" in reach)
    return new Problem("base.not_found", phrase`There is no base ${reach.baseId}, or it is not yours to see.`);
  return new Problem("table.not_found", phrase`There is no table ${reach.tableId}, or it is not yours to see.`);
}
