import type { AuditCheck } from "@weft/api/audit";
import type { AuditTargetKind, AuditTargetOptions } from "@weft/api/audit-targets";
import type { Phrase } from "@weft/model/texts/phrase";
import type { Generated, JSONColumnType } from "kysely";

/** Where the audit trail is sent besides, as the owner keeps it. */
export interface AuditTargetsTable {
  id: string;
  name: string;
  kind: AuditTargetKind;
  options: JSONColumnType<AuditTargetOptions>;
  is_enabled: boolean;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** How far each target has the trail. */
export interface AuditShippingTable {
  target_id: string;
  position: number;
  shipped_at: Date | null;
  failing_since: Date | null;
  error: JSONColumnType<Phrase> | null;
  stopped_at: Date | null;
  is_wanted: Generated<boolean>;
  has_job: Generated<boolean>;
}

/** How the trail was found last. */
export interface AuditChecksTable {
  at: Generated<Date>;
  person_id: string | null;
  result: JSONColumnType<AuditCheck>;
}

/** Secrets by name; `workspace_id` null = of the instance. */
export interface SecretsTable {
  id: string;
  workspace_id: string | null;
  name: string;
  sealed: string;
  expires_at: Date | null;
  noticed_for: Date | null;
  used_at: Date | null;
  created_by: string | null;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
}
