import type { NoticePreferences } from "@weft/model/notices/kinds";
import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { AuditChecksTable, AuditShippingTable, AuditTargetsTable, SecretsTable } from "./secrets-tables.ts";
import type { SettingsTable } from "./settings-table.ts";
import type { SignInProvidersTable, SignInStatesTable } from "./sign-in-tables.ts";
import type { AnnouncementsTable, MailsTable, NoticesTable, TakeAlongsTable } from "./tables.notices.ts";
import type { HandInTables } from "./tables.hand-ins.ts";
import type { PasskeysTable, TokensTable } from "./tables.tokens.ts";

/** Schema `weft` as Kysely sees it; the truth is in migrations/. bigint columns arrive as numbers (see databases.ts). */
export interface WeftTables extends HandInTables {
  people: PeopleTable;
  sessions: SessionsTable;
  sign_in_tries: {
    key: string;
    account: string | null;
    tries: number;
    tried_at: Generated<Date>;
    locked_until: Date | null;
  };
  mail_links: { hash: string; person_id: string; purpose: string; email: string; expires_at: Date; by_hand: boolean };
  second_factors: SecondFactorsTable;
  recovery_codes: { person_id: string; hash: string };
  accounts: AccountsTable;
  passkeys: PasskeysTable;
  verifications: { id: string; expires_at: Date };
  tokens: TokensTable;
  sign_in_providers: SignInProvidersTable;
  sign_in_states: SignInStatesTable;
  workspaces: WorkspacesTable;
  members: MembersTable;
  teams: { id: string; workspace_id: string; name: string; created_at: Generated<Date> };
  team_members: { team_id: string; workspace_id: string; person_id: string; created_at: Generated<Date> };
  grants: GrantsTable;
  invitations: InvitationsTable;
  sign_ups: SignUpsTable;
  bases: BasesTable;
  tables: TablesTable;
  fields: FieldsTable;
  changes: ChangesTable;
  uploads: UploadsTable;
  imports: ImportsTable;
  exports: ExportsTable;
  notices: NoticesTable;
  mails: MailsTable;
  announcements: AnnouncementsTable;
  announcement_dismissals: { announcement_id: string; person_id: string };
  take_alongs: TakeAlongsTable;
  idempotency_keys: IdempotencyKeysTable;
  audit_targets: AuditTargetsTable;
  audit_shipping: AuditShippingTable;
  audit_checks: AuditChecksTable;
  secrets: SecretsTable;
  limits: { name: string; most: number; changed_by: string | null; changed_at: Generated<Date> };
  settings: SettingsTable;
  call_counts: { caller: string; window_start: Date; calls: number };
  workers: {
    id: string;
    roles: string[];
    version: string;
    locks: string[];
    host: string | null;
    process_id: number | null;
    started_at: Generated<Date>;
    seen_at: Generated<Date>;
  };
}

type Json = JSONColumnType<object>;
type JsonOrNull = ColumnType<unknown, string | null | undefined, string | null>;

interface PeopleTable {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  is_instance_owner: Generated<boolean>;
  language: Generated<string>;
  theme: Generated<string>;
  time_zone: string | null;
  notice_preferences: Generated<NoticePreferences>;
  /** A token of a workspace acts as them. */
  is_program: Generated<boolean>;
  disabled_at: Date | null;
  /** Only the id is left of them. */
  erased_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

interface SessionsTable {
  id: string;
  person_id: string;
  token: string;
  expires_at: Date;
  ip_address: string | null;
  user_agent: string | null;
  last_used_at: Generated<Date>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

interface SecondFactorsTable {
  person_id: string;
  secret: string;
  confirmed_at: Date | null;
  last_step: Generated<number>;
  created_at: Generated<Date>;
}

/** What of an account we touch ourselves; the rest is the sign-in library's. */
interface AccountsTable {
  id: string;
  person_id: string;
  account_id: string;
  provider_id: string;
  password: string | null;
  created_at: Generated<Date>;
}

interface WorkspacesTable {
  id: string;
  name: string;
  created_at: Generated<Date>;
  deleted_at: Date | null;
}

interface MembersTable {
  workspace_id: string;
  person_id: string;
  role: string;
  /** What rules of rows call them by: see `Person` of the model. */
  attributes: ColumnType<Record<string, string | string[]>, string | undefined, string>;
  created_at: Generated<Date>;
  from_issuer: string | null;
}

interface InvitationsTable {
  id: string;
  workspace_id: string;
  email: string;
  role: string;
  hash: string;
  invited_by: string | null;
  created_at: Generated<Date>;
  sent_at: Generated<Date>;
  expires_at: Date;
  accepted_at: Date | null;
  withdrawn_at: Date | null;
  by_hand: boolean;
}

interface SignUpsTable {
  id: string;
  name: string;
  email: string;
  language: string;
  password_hash: string;
  hash: string | null;
  created_at: Generated<Date>;
}

/** A role on a base, or on one table of it; to a person or a team. */
interface GrantsTable {
  id: string;
  workspace_id: string;
  base_id: string;
  table_id: string | null;
  /** Made from the two by PostgreSQL. */
  thing_id: ColumnType<string, never, never>;
  person_id: string | null;
  team_id: string | null;
  role: string;
  given_by: string | null;
  given_at: Generated<Date>;
}

interface BasesTable {
  id: string;
  workspace_id: string;
  name: string;
  position: Generated<number>;
  created_at: Generated<Date>;
  deleted_at: Date | null;
}

interface TablesTable {
  id: string;
  base_id: string;
  name: string;
  position: Generated<number>;
  last_change: Generated<number>;
  next_row: Generated<number>;
  row_estimate: Generated<number>;
  has_places: Generated<boolean>;
  has_authors: Generated<boolean>;
  rules: JsonOrNull;
  rules_change: Generated<number>;
  created_at: Generated<Date>;
  deleted_at: Date | null;
}

interface FieldsTable {
  id: string;
  table_id: string;
  name: string;
  description: string | null;
  type: string;
  options: Json;
  position: number;
  created_at: Generated<Date>;
  deleted_at: Date | null;
}

interface ChangesTable {
  table_id: string;
  number: number;
  at: Generated<Date>;
  person_id: string | null;
  client_id: string | null;
  request_id: string | null;
  kind: string;
  row_ids: Generated<number[]>;
  before: JsonOrNull;
  after: JsonOrNull;
  detail: JsonOrNull;
  import_id: string | null;
  undoes: number | null;
}

interface UploadsTable {
  id: string;
  workspace_id: string;
  person_id: string | null;
  token_id: string | null;
  name: string;
  size_bytes: number;
  received_bytes: Generated<number>;
  complete: Generated<boolean>;
  sha256: string | null;
  object_key: string;
  created_at: Generated<Date>;
  touched_at: Generated<Date>;
}

interface ImportsTable {
  id: string;
  base_id: string;
  table_id: string | null;
  upload_id: string | null;
  source_url: string | null;
  state: string;
  step: Generated<number>;
  start: Generated<string>;
  options: Json;
  profile: JsonOrNull;
  progress: JsonOrNull;
  read: number | null;
  loaded: number | null;
  rejected: number | null;
  created: number | null;
  updated: number | null;
  seconds: number | null;
  failure: JsonOrNull;
  rejects_key: string | null;
  first_rejects: ColumnType<unknown, string | undefined, string>;
  first_row: number | null;
  last_row: number | null;
  change_number: number | null;
  person_id: string | null;
  submission_id: string | null;
  created_at: Generated<Date>;
  ended_at: Date | null;
}

interface ExportsTable {
  id: string;
  table_id: string;
  person_id: string | null;
  state: string;
  options: Json;
  rows: Generated<number>;
  size_bytes: number | null;
  file_name: string;
  object_key: string | null;
  failure: string | null;
  sight: string | null;
  created_at: Generated<Date>;
  ended_at: Date | null;
  expires_at: Date | null;
}

interface IdempotencyKeysTable {
  person_id: string;
  key: string;
  request_hash: string;
  status: number | null;
  reply: JsonOrNull;
  created_at: Generated<Date>;
}
