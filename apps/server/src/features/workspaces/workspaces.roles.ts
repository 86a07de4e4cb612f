import type { Grant, Thing } from "@weft/model/grants/decide";
import { decide } from "@weft/model/grants/decide";
import type { Person } from "@weft/model/grants/table-rules";
import type { GrantedRole } from "@weft/model/permissions";
import type { Kysely } from "kysely";
import { CompiledQuery } from "kysely";
import type { Databases } from "../../database/databases.ts";
import { findPrepared } from "../../database/prepared.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Reach } from "./workspaces.access.ts";

/** A grant that speaks of a person, on a base or, with `tableId`, on a table of it. */
interface StoredGrant {
  id: string;
  baseId: string;
  tableId: string | null;
  /** null = given to the person. */
  teamId: string | null;
  role: GrantedRole;
}

/** All that was given to a person on the way to a thing, and inside it. */
export interface Standing {
  personId: string;
  email: string;
  /** Theirs in the workspace, which rules of rows name. */
  attributes: Person["attributes"];
  workspaceId: string;
  baseId: string | null;
  tableId: string | null;
  /** Their role on the workspace; null = no member. */
  memberRole: GrantedRole | null;
  grants: StoredGrant[];
}

/** A grant as the model decides over it; without `stored` it is a membership of the workspace. */
export type StandingGrant = Grant & { stored?: StoredGrant };

/**
 * The way from each kind of thing ($1) to its workspace `w`; what must not be in the trash on it; and which grants of
 * the workspace stand on that way or inside the thing.
 */
const ways = {
  workspace: {
    from: "weft.workspaces w",
    where: "w.id = $1",
    alive: "true",
    baseId: "null",
    tableId: "null",
    grants: "true",
  },
  base: {
    from: "weft.bases b join weft.workspaces w on w.id = b.workspace_id",
    where: "b.id = $1",
    alive: "b.deleted_at is null",
    baseId: "b.id",
    tableId: "null",
    grants: "g.base_id = b.id",
  },
  table: {
    from: "weft.tables t join weft.bases b on b.id = t.base_id join weft.workspaces w on w.id = b.workspace_id",
    where: "t.id = $1",
    alive: "t.deleted_at is null and b.deleted_at is null",
    baseId: "b.id",
    tableId: "t.id",
    grants: "g.base_id = b.id and (g.table_id is null or g.table_id = t.id)",
  },
} as const;

/** What a person was given where a thing belongs; nothing when there is no such thing. Every request asks this. */
export async function findStanding(
  db: Databases,
  personId: string,
  reach: Reach,
  trashed: boolean,
): Promise<Standing | undefined> {
  return findPrepared<Standing>(db.peoplePool, standingQuery(personId, reach, trashed));
}

/** The same as a transaction sees it; of what is in the trash too. */
export async function findStandingIn(
  trx: Kysely<WeftTables>,
  personId: string,
  reach: Reach,
): Promise<Standing | undefined> {
  const { text, values } = standingQuery(personId, reach, true);
  return (await trx.executeQuery<Standing>(CompiledQuery.raw(text, values))).rows[0];
}

function standingQuery(personId: string, reach: Reach, trashed: boolean) {
  const [kind, id] =
    "workspaceId" in reach
      ? (["workspace", reach.workspaceId] as const)
      : "baseId" in reach
        ? (["base", reach.baseId] as const)
        : (["table", reach.tableId] as const);
  const { from, where, alive, baseId, tableId, grants } = ways[kind];
  return {
    name: `standing on ${kind}${trashed ? " in trash" : ""}`,
    text: `select $2::text as "personId", w.id as "workspaceId", ${baseId} as "baseId", ${tableId} as "tableId",
        coalesce((select p.email from weft.people p where p.id = $2), '') as email,
        coalesce(m.attributes, '{}') as attributes, m.role as "memberRole", coalesce((
          select json_agg(json_build_object(
            'id', g.id, 'baseId', g.base_id, 'tableId', g.table_id, 'teamId', g.team_id, 'role', g.role))
          from weft.grants g
          where g.workspace_id = w.id and ${grants} and (g.person_id = $2 or g.team_id in (
            select tm.team_id from weft.team_members tm where tm.person_id = $2 and tm.workspace_id = w.id))
        ), '[]') as grants
      from ${from} left join weft.members m on m.workspace_id = w.id and m.person_id = $2
      where ${where} and w.deleted_at is null and ${trashed ? "true" : alive}`,
    values: [id, personId],
  };
}

/** Why a person has the role they have on the thing their standing was asked of. */
export function decideStanding(standing: Standing) {
  return decideOn(standing, standing);
}

/** The role on something else that stands on the way to that thing, or inside it. */
export function decideOn(standing: Standing, { baseId, tableId }: { baseId: string | null; tableId: string | null }) {
  const { personId, workspaceId, memberRole, grants } = standing;
  const chain: Thing[] = [{ kind: "workspace", id: workspaceId }];
  if (baseId) chain.push({ kind: "base", id: baseId });
  if (tableId) chain.push({ kind: "table", id: tableId });
  const said: StandingGrant[] = grants.map((stored) => ({
    thing: stored.tableId ? { kind: "table", id: stored.tableId } : { kind: "base", id: stored.baseId },
    to: stored.teamId ? { teamId: stored.teamId } : { personId },
    role: stored.role,
    stored,
  }));
  if (memberRole) said.push({ thing: { kind: "workspace", id: workspaceId }, to: { personId }, role: memberRole });
  const teamIds = grants.flatMap(({ teamId }) => (teamId ? [teamId] : []));
  return decide(chain, { personId, teamIds }, said);
}
