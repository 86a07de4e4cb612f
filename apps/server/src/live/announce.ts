import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../database/tables.ts";

/** The NOTIFY channel every api process listens on. */
export const channel = "weft";

/** Ids only: whoever hears it reads the rest once and fans it out to its sockets. */
export type Announcement =
  | { about: "change"; tableId: string; number: number }
  | { about: "bases"; workspaceId: string }
  | { about: "import"; importId: string }
  | { about: "export"; exportId: string }
  | { about: "notice"; personId: string }
  /** A setting was set, or set back, while Weft runs. */
  | { about: "settings" }
  /** Something began or ceased to be announced to everybody. */
  | { about: "announcements" }
  /** Sessions, tokens or rights of theirs ended: their sockets are looked at again. */
  | { about: "person"; personId: string }
  /** Rights of a team changed: all sockets are looked at again. */
  | { about: "rights" };

/** Tells all processes, after commit when inside a transaction. */
export async function announce(db: Kysely<WeftTables>, announcement: Announcement): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(announcement)})`.execute(db);
}
