import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

/** A setting as it is kept: its text, or that text sealed. */
export interface SettingRow {
  name: string;
  value: string | null;
  sealed: string | null;
  changed_at: Date;
  /** Name of who set it. */
  by: string | null;
}

/** All that were set while Weft ran. */
export function findSettingRows(db: Kysely<WeftTables>): Promise<SettingRow[]> {
  return db
    .selectFrom("settings")
    .leftJoin("people", "people.id", "settings.changed_by")
    .select(["settings.name", "settings.value", "settings.sealed", "settings.changed_at", "people.name as by"])
    .execute();
}

/** Has changes of settings wait for each other until the transaction ends: what goes together is looked at together. */
export async function lockSettings(trx: Transaction<WeftTables>): Promise<void> {
  await sql`lock table weft.settings in share row exclusive mode`.execute(trx);
}

/** Keeps a setting; `null` = forgets it. */
export async function keepSetting(
  trx: Transaction<WeftTables>,
  name: string,
  kept: { value: string | null; sealed: string | null; changed_by: string } | null,
): Promise<void> {
  await trx.deleteFrom("settings").where("name", "=", name).execute();
  if (kept)
    await trx
      .insertInto("settings")
      .values({ name, ...kept })
      .execute();
}
