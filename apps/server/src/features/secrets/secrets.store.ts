import type { Kysely, Selectable, Transaction } from "kysely";
import { sql } from "kysely";
import type { SecretsTable } from "../../database/secrets-tables.ts";
import type { WeftTables } from "../../database/tables.ts";

export type SecretRow = Selectable<SecretsTable>;

/** Which secret: of a workspace, or of the instance (null). */
export interface SecretKey {
  id: string;
  workspaceId: string | null;
}

/** The secrets of a workspace, or of the instance (null), by name. */
export function findSecretRows(db: Kysely<WeftTables>, workspaceId: string | null): Promise<SecretRow[]> {
  return db
    .selectFrom("secrets")
    .selectAll()
    .where("workspace_id", "is not distinct from", workspaceId)
    .orderBy(sql`lower(name)`)
    .execute();
}

/** One of them. */
export function findSecretRow(db: Kysely<WeftTables>, { id, workspaceId }: SecretKey): Promise<SecretRow | undefined> {
  return db
    .selectFrom("secrets")
    .selectAll()
    .where("id", "=", id)
    .where("workspace_id", "is not distinct from", workspaceId)
    .executeTakeFirst();
}

/** Enters a secret; throws PostgreSQL's 23505 when one has its name. */
export async function insertSecret(
  trx: Transaction<WeftTables>,
  row: SecretKey & { name: string; sealed: string; expiresAt: Date | null; createdBy: string },
): Promise<void> {
  const { id, workspaceId, name, sealed, expiresAt, createdBy } = row;
  await trx
    .insertInto("secrets")
    .values({ id, workspace_id: workspaceId, name, sealed, expires_at: expiresAt, created_by: createdBy })
    .execute();
}

/** Changes what is given. */
export async function updateSecretRow(
  trx: Transaction<WeftTables>,
  id: string,
  { name, sealed, expiresAt }: { name?: string; sealed?: string; expiresAt?: Date | null },
): Promise<void> {
  await trx
    .updateTable("secrets")
    .set({ name, sealed, expires_at: expiresAt, changed_at: sql<Date>`now()` })
    .where("id", "=", id)
    .execute();
}

/** Forgets a secret. */
export async function deleteSecretRow(trx: Transaction<WeftTables>, id: string): Promise<void> {
  await trx.deleteFrom("secrets").where("id", "=", id).execute();
}

/** Notes that a secret is used, once a minute. */
export async function noteSecretUsed(db: Kysely<WeftTables>, id: string): Promise<void> {
  await sql`
    update weft.secrets set used_at = now()
    where id = ${id} and (used_at is null or used_at < now() - interval '1 minute')`.execute(db);
}

/** The name of a place that the audit trail is sent to and signs with this secret. */
export async function findUseOf(db: Kysely<WeftTables>, id: string): Promise<string | undefined> {
  const found = await db
    .selectFrom("audit_targets")
    .select("name")
    .where(sql`options ->> 'secretId'`, "=", id)
    .executeTakeFirst();
  return found?.name;
}

/** Secrets that end within `days` and whose end nobody was told of; now somebody is. */
export async function takeExpiring(
  trx: Transaction<WeftTables>,
  days: number,
): Promise<{ name: string; workspace_id: string | null; expires_at: Date }[]> {
  const { rows } = await sql<{ name: string; workspace_id: string | null; expires_at: Date }>`
    update weft.secrets set noticed_for = expires_at
    where expires_at < now() + make_interval(days => ${days}) and noticed_for is distinct from expires_at
    returning name, workspace_id, expires_at`.execute(trx);
  return rows;
}

/** Who keeps the secrets of a workspace, or of the instance (null). */
export async function findKeepers(db: Kysely<WeftTables>, workspaceId: string | null): Promise<string[]> {
  if (workspaceId === null) {
    const owners = await db.selectFrom("people").select("id").where("is_instance_owner", "=", true).execute();
    return owners.map(({ id }) => id);
  }
  const managers = await db
    .selectFrom("members")
    .select("person_id")
    .where("workspace_id", "=", workspaceId)
    .where("role", "in", ["manager", "owner"])
    .execute();
  return managers.map(({ person_id }) => person_id);
}
