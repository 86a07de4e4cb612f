import type { Token } from "@weft/api/tokens";
import type { TokenScope } from "@weft/model/permissions";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type pg from "pg";
import { findPrepared } from "../../database/prepared.ts";
import type { WeftTables } from "../../database/tables.ts";

interface TokenOwner {
  id: string;
  person_id: string;
  scopes: TokenScope[];
  last_used_at: Date | null;
  is_instance_owner: boolean;
}

/** The token with this hash and its person; nothing when it is revoked, has expired or its person is disabled. */
export function findTokenOwner(pool: pg.Pool, hash: string): Promise<TokenOwner | undefined> {
  return findPrepared<TokenOwner>(pool, {
    name: "owner of token",
    text: `select t.id, t.person_id, t.scopes, t.last_used_at, p.is_instance_owner
      from weft.tokens t join weft.people p on p.id = t.person_id
      where t.hash = $1 and (t.expires_at is null or t.expires_at > now()) and p.disabled_at is null`,
    values: [hash],
  });
}

/** Writes that a token was used now. */
export async function touchToken(db: Kysely<WeftTables>, tokenId: string): Promise<void> {
  await db
    .updateTable("tokens")
    .set({ last_used_at: sql<Date>`now()` })
    .where("id", "=", tokenId)
    .execute();
}

/** A person's tokens, newest first. */
export async function listTokensOf(db: Kysely<WeftTables>, personId: string): Promise<Token[]> {
  const found = await db
    .selectFrom("tokens")
    .select(shown)
    .where("person_id", "=", personId)
    .orderBy("created_at", "desc")
    .execute();
  return found.map(toToken);
}

/** Enters a token by the hash of its secret. */
export async function insertToken(
  db: Kysely<WeftTables>,
  token: {
    id: string;
    personId: string;
    name: string;
    start: string;
    hash: string;
    scopes: TokenScope[];
    expiresAt: Date | null;
  },
): Promise<Token> {
  const inserted = await db
    .insertInto("tokens")
    .values({
      id: token.id,
      person_id: token.personId,
      name: token.name,
      start: token.start,
      hash: token.hash,
      scopes: token.scopes,
      expires_at: token.expiresAt,
    })
    .returning(shown)
    .executeTakeFirstOrThrow();
  return toToken(inserted);
}

/** Revokes a person's token; false when it is not theirs. */
export async function deleteTokenOf(db: Kysely<WeftTables>, personId: string, tokenId: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom("tokens")
    .where("id", "=", tokenId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

const shown = ["id", "name", "start", "scopes", "expires_at", "last_used_at", "created_at"] as const;

function toToken(row: {
  id: string;
  name: string;
  start: string;
  scopes: string[];
  expires_at: Date | null;
  last_used_at: Date | null;
  created_at: Date;
}): Token {
  return {
    id: row.id,
    name: row.name,
    start: row.start,
    scopes: row.scopes as TokenScope[],
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
