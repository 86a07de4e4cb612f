import type { GroupRole } from "@weft/api/providers";
import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { SignInProvidersTable } from "../../database/sign-in-tables.ts";
import type { WeftTables } from "../../database/tables.ts";

export type ProviderRow = Selectable<SignInProvidersTable>;

/** What of a provider can be written; absent = stays. */
export interface ProviderValues {
  name?: string;
  issuer?: string;
  client_id?: string;
  client_secret?: string | null;
  scopes?: string[];
  groups_claim?: string;
  graph_url?: string | null;
  allows_sign_up?: boolean;
  is_enabled?: boolean;
  group_roles?: readonly GroupRole[];
}

/** The providers that are kept, by name. */
export async function listProviderRows(db: Kysely<WeftTables>): Promise<ProviderRow[]> {
  return db
    .selectFrom("sign_in_providers")
    .selectAll()
    .orderBy(sql`lower(name)`)
    .orderBy("id")
    .execute();
}

/** One that is kept. */
export async function findProviderRow(db: Kysely<WeftTables>, id: string): Promise<ProviderRow | undefined> {
  return db.selectFrom("sign_in_providers").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Enters a provider; throws PostgreSQL's 23505 when there is one of this issuer. */
export async function insertProvider(
  db: Kysely<WeftTables>,
  id: string,
  { group_roles, ...values }: Required<ProviderValues>,
): Promise<void> {
  await db
    .insertInto("sign_in_providers")
    .values({ id, ...values, group_roles: JSON.stringify(group_roles) })
    .execute();
}

/** Changes what is given. */
export async function updateProviderRow(
  db: Kysely<WeftTables>,
  id: string,
  { group_roles, ...values }: ProviderValues,
): Promise<void> {
  const groups = group_roles && { group_roles: JSON.stringify(group_roles) };
  await db
    .updateTable("sign_in_providers")
    .set({ ...values, ...groups, updated_at: sql<Date>`now()` })
    .where("id", "=", id)
    .execute();
}

/** Takes a provider away, and the sign-ins that are on their way to it. */
export async function deleteProviderRow(db: Kysely<WeftTables>, id: string): Promise<void> {
  await db.deleteFrom("sign_in_states").where("provider_id", "=", id).execute();
  await db.deleteFrom("sign_in_providers").where("id", "=", id).execute();
}

/** Which of these workspaces are there. */
export async function findWorkspaceIds(db: Kysely<WeftTables>, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await db
    .selectFrom("workspaces")
    .select("id")
    .where("id", "in", ids)
    .where("deleted_at", "is", null)
    .execute();
  return found.map(({ id }) => id);
}
