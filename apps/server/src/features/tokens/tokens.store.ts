import type { Token, WorkspaceToken } from "@weft/api/tokens";
import type { TokenScope } from "@weft/model/permissions";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type pg from "pg";
import { findPrepared } from "../../database/prepared.ts";
import type { TokenThing } from "../../database/tables.tokens.ts";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

interface TokenOwner {
  id: string;
  person_id: string;
  scopes: TokenScope[];
  things: TokenThing[] | null;
  addresses: string[];
  calls_per_minute: number | null;
  last_used_at: Date | null;
  is_instance_owner: boolean;
}

/** The token with this hash and its person; nothing when it is revoked, has expired or its person is disabled. */
export function findTokenOwner(pool: pg.Pool, hash: string): Promise<TokenOwner | undefined> {
  return findPrepared<TokenOwner>(pool, {
    name: "owner of token",
    text: `select t.id, t.person_id, t.scopes, t.things, t.addresses, t.calls_per_minute, t.last_used_at,
        p.is_instance_owner
      from weft.tokens t join weft.people p on p.id = t.person_id
      where t.hash = $1 and (t.expires_at is null or t.expires_at > now()) and p.disabled_at is null`,
    values: [hash],
  });
}

/** Writes that a token was used now, and from where. */
export async function touchToken(db: Db, tokenId: string, address: string): Promise<void> {
  await db
    .updateTable("tokens")
    .set({ last_used_at: sql<Date>`now()`, last_used_from: address })
    .where("id", "=", tokenId)
    .execute();
}

/** A token before it is entered; of a workspace when `workspaceId` says so. */
export interface NewToken {
  id: string;
  personId: string;
  workspaceId?: string;
  madeBy?: string;
  name: string;
  start: string;
  hash: string;
  scopes: TokenScope[];
  things?: TokenThing[] | null;
  addresses?: string[];
  callsPerMinute?: number | null;
  expiresAt: Date | null;
}

/** Enters a token by the hash of its secret. */
export async function insertToken(db: Db, token: NewToken): Promise<void> {
  await db
    .insertInto("tokens")
    .values({
      id: token.id,
      person_id: token.personId,
      workspace_id: token.workspaceId ?? null,
      made_by: token.madeBy ?? null,
      name: token.name,
      start: token.start,
      hash: token.hash,
      scopes: token.scopes,
      things: token.things ? JSON.stringify(token.things) : null,
      addresses: token.addresses ?? [],
      calls_per_minute: token.callsPerMinute ?? null,
      expires_at: token.expiresAt,
    })
    .execute();
}

/** A person's own tokens, newest first; or the one of `tokenId`. */
export async function listTokensOf(db: Db, personId: string, tokenId?: string): Promise<Token[]> {
  let query = db.selectFrom("tokens").select(shown).where("person_id", "=", personId).where("workspace_id", "is", null);
  if (tokenId !== undefined) query = query.where("id", "=", tokenId);
  return (await query.orderBy("created_at", "desc").orderBy("id").execute()).map(toToken);
}

/** A workspace's tokens, newest first; or the one of `tokenId`. */
export async function listTokensOfWorkspace(db: Db, workspaceId: string, tokenId?: string): Promise<WorkspaceToken[]> {
  let query = db
    .selectFrom("tokens")
    .leftJoin("members", (join) =>
      join
        .onRef("members.person_id", "=", "tokens.person_id")
        .onRef("members.workspace_id", "=", "tokens.workspace_id"),
    )
    .leftJoin("people", "people.id", "tokens.made_by")
    .select(shown)
    .select(["members.role", "people.name as madeBy"])
    .where("tokens.workspace_id", "=", workspaceId);
  if (tokenId !== undefined) query = query.where("tokens.id", "=", tokenId);
  const found = await query.orderBy("tokens.created_at", "desc").orderBy("tokens.id").execute();
  return found.map((row) => ({
    ...toToken(row),
    role: (row.role ?? "viewer") as WorkspaceToken["role"],
    madeBy: row.madeBy,
  }));
}

/** Revokes a person's own token; gives its name, nothing when it is not theirs. */
export async function deleteTokenOf(db: Db, personId: string, tokenId: string): Promise<string | undefined> {
  const deleted = await db
    .deleteFrom("tokens")
    .where("id", "=", tokenId)
    .where("person_id", "=", personId)
    .where("workspace_id", "is", null)
    .returning("name")
    .executeTakeFirst();
  return deleted?.name;
}

/** Revokes a workspace's token; gives the program that it let in. */
export async function deleteTokenOfWorkspace(
  db: Db,
  workspaceId: string,
  tokenId: string,
): Promise<{ name: string; programId: string } | undefined> {
  return db
    .deleteFrom("tokens")
    .where("id", "=", tokenId)
    .where("workspace_id", "=", workspaceId)
    .returning(["name", "person_id as programId"])
    .executeTakeFirst();
}

/** Enters the program that a workspace's token acts as. */
export async function insertProgram(db: Db, program: { id: string; name: string; email: string }): Promise<void> {
  await db
    .insertInto("people")
    .values({ ...program, is_program: true })
    .execute();
}

/** Where bases and tables stand, of those that are there. */
export async function findThings(db: Db, ids: readonly string[]): Promise<TokenThing[]> {
  const { rows } = await sql<TokenThing>`
    select b.workspace_id as "workspaceId", b.id as "baseId", null as "tableId" from weft.bases b
      where b.id = any(${ids}::text[]) and b.deleted_at is null
    union all
    select b.workspace_id, b.id, t.id from weft.tables t join weft.bases b on b.id = t.base_id
      where t.id = any(${ids}::text[]) and t.deleted_at is null and b.deleted_at is null`.execute(db);
  return rows;
}

/** Those that a token is limited to, by name, as JSON; what has been deleted for good is left out. */
const namedThings = sql<Token["things"]>`(
  select coalesce(json_agg(json_build_object(
    'kind', case when said ->> 'tableId' is null then 'base' else 'table' end,
    'id', coalesce(said ->> 'tableId', said ->> 'baseId'),
    'name', coalesce(t.name, b.name)) order by b.name, t.name nulls first), '[]')
  from jsonb_array_elements(tokens.things) said
  join weft.bases b on b.id = said ->> 'baseId'
  left join weft.tables t on t.id = said ->> 'tableId'
  where jsonb_typeof(tokens.things) = 'array' and (said ->> 'tableId' is null or t.id is not null))`;

const shown = [
  "tokens.id",
  "tokens.name",
  "tokens.start",
  "tokens.scopes",
  "tokens.addresses",
  "tokens.calls_per_minute",
  "tokens.expires_at",
  "tokens.last_used_at",
  "tokens.last_used_from",
  "tokens.created_at",
  sql<Token["things"]>`case when tokens.things is not null then ${namedThings} end`.as("things"),
] as const;

function toToken(row: {
  id: string;
  name: string;
  start: string;
  scopes: string[];
  things: Token["things"];
  addresses: string[];
  calls_per_minute: number | null;
  expires_at: Date | null;
  last_used_at: Date | null;
  last_used_from: string | null;
  created_at: Date;
}): Token {
  return {
    id: row.id,
    name: row.name,
    start: row.start,
    scopes: row.scopes as TokenScope[],
    things: row.things,
    addresses: row.addresses,
    callsPerMinute: row.calls_per_minute,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastUsedFrom: row.last_used_from,
    createdAt: row.created_at.toISOString(),
  };
}
