import type { ColumnType, Generated } from "kysely";

/** A base, or a table of it, that a token is limited to. */
export interface TokenThing {
  workspaceId: string;
  baseId: string;
  /** null = the whole base. */
  tableId: string | null;
}

/** What programs show to be let in: a person's own, or a workspace's, whose person is a program. */
export interface TokensTable {
  id: string;
  person_id: string;
  workspace_id: string | null;
  made_by: string | null;
  name: string;
  start: string;
  hash: string;
  scopes: string[];
  things: ColumnType<TokenThing[] | null, string | null | undefined, never>;
  addresses: Generated<string[]>;
  calls_per_minute: number | null;
  expires_at: Date | null;
  last_used_at: Date | null;
  last_used_from: string | null;
  told_expiring_at: Date | null;
  created_at: Generated<Date>;
}

/** Passkeys as the sign-in library writes them, with their last use. */
export interface PasskeysTable {
  id: string;
  person_id: string;
  name: string | null;
  credential_id: string;
  last_used_at: Date | null;
  created_at: Generated<Date>;
}
