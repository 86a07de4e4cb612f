import type { PersonState } from "@weft/api/people-access";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Place } from "../../doors/page-cursor.ts";
import { after, createdMs } from "../../doors/page-cursor.ts";
import type { WeftTables } from "../../database/tables.ts";

type Db = Kysely<WeftTables>;

/** A person as those who run the instance see them. */
export interface DirectoryRow {
  id: string;
  name: string;
  email: string;
  email_verified: boolean;
  is_instance_owner: boolean;
  disabled_at: Date | null;
  created_at: Date;
  is_locked: boolean;
  has_second_factor: boolean;
  sessions: number;
  workspaces: number;
  last_seen_at: Date | null;
}

/** Tries are kept under the hash of the e-mail; a key of any address counts. */
const isLocked = sql<boolean>`exists (
  select from weft.sign_in_tries t
  where t.account = encode(sha256(convert_to(lower(people.email), 'UTF8')), 'hex') and t.locked_until > now())`;

const hasSecondFactor = sql<boolean>`exists (
  select from weft.second_factors f where f.person_id = people.id and f.confirmed_at is not null)`;

const sessions = sql<number>`(
  select count(*) from weft.sessions s where s.person_id = people.id and s.expires_at > now())`;

const workspaces = sql<number>`(
  select count(*) from weft.members m join weft.workspaces w on w.id = m.workspace_id
  where m.person_id = people.id and w.deleted_at is null)`;

const lastSeenAt = sql<Date | null>`greatest(
  (select max(s.last_used_at) from weft.sessions s where s.person_id = people.id),
  (select max(t.last_used_at) from weft.tokens t where t.person_id = people.id))`;

/** A page of everybody who has an account, newest first. */
export async function findPeople(
  db: Db,
  wanted: { search?: string; state?: PersonState | "owner"; limit: number; before: Place | null },
): Promise<DirectoryRow[]> {
  let query = db
    .selectFrom("people")
    .select(["id", "name", "email", "email_verified", "is_instance_owner", "disabled_at", "created_at"])
    .select([
      isLocked.as("is_locked"),
      hasSecondFactor.as("has_second_factor"),
      sessions.as("sessions"),
      workspaces.as("workspaces"),
      lastSeenAt.as("last_seen_at"),
    ])
    .where("is_program", "=", false)
    .where("erased_at", "is", null);
  if (wanted.search) {
    const pattern = likePattern(wanted.search);
    query = query.where((eb) => eb.or([eb("name", "ilike", pattern), eb("email", "ilike", pattern)]));
  }
  if (wanted.state === "owner") query = query.where("is_instance_owner", "=", true);
  if (wanted.state === "disabled") query = query.where("disabled_at", "is not", null);
  if (wanted.state === "active" || wanted.state === "locked") query = query.where("disabled_at", "is", null);
  if (wanted.state === "active") query = query.where(sql<boolean>`not ${isLocked}`);
  if (wanted.state === "locked") query = query.where(isLocked);
  if (wanted.before) query = query.where(after(wanted.before));
  return query.orderBy(createdMs, "desc").orderBy("id", "desc").limit(wanted.limit).execute();
}

/** A pattern for `ilike` that finds a text as it stands, wherever it stands. */
export function likePattern(text: string): string {
  return `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`;
}

/** Whom something is to be mailed to, or about. */
export async function findAddressee(
  db: Db,
  personId: string,
): Promise<{ name: string; email: string; language: string; is_instance_owner: boolean } | undefined> {
  return db
    .selectFrom("people")
    .select(["name", "email", "language", "is_instance_owner"])
    .where("id", "=", personId)
    .where("erased_at", "is", null)
    .executeTakeFirst();
}

/** Lets a person run the instance, or no longer. */
export async function setInstanceOwner(db: Db, personId: string, isInstanceOwner: boolean): Promise<void> {
  await db.updateTable("people").set({ is_instance_owner: isInstanceOwner }).where("id", "=", personId).execute();
}
