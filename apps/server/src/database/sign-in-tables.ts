import type { GroupRole } from "@weft/api/providers";
import type { Generated, JSONColumnType } from "kysely";

/** Providers as the IT manager keeps them. */
export interface SignInProvidersTable {
  id: string;
  name: string;
  issuer: string;
  client_id: string;
  client_secret: string | null;
  scopes: string[];
  groups_claim: string;
  graph_url: string | null;
  allows_sign_up: boolean;
  is_enabled: boolean;
  group_roles: JSONColumnType<GroupRole[]>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** Sign-ins that were sent away and have not come back. */
export interface SignInStatesTable {
  id: string;
  provider_id: string;
  browser_hash: string;
  nonce: string;
  code_verifier: string;
  return_to: string;
  person_id: string | null;
  expires_at: Date;
}
