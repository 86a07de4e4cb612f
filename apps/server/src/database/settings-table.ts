import type { Generated } from "kysely";

/** Settings set while Weft runs, by the name of their variable; a value with a secret in it is sealed. */
export interface SettingsTable {
  name: string;
  value: string | null;
  sealed: string | null;
  changed_by: string | null;
  changed_at: Generated<Date>;
}
