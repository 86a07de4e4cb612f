import type { Change } from "@weft/api/changes";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { readChanges } from "./changes.log.ts";
import { showChanges } from "./changes.seen.ts";

/** Changes of a table after a number, oldest first; `changes.expired` when the log no longer reaches back so far. */
export async function listChanges(
  weft: Weft,
  actor: Actor,
  tableId: string,
  { since, limit }: { since: number; limit: number },
): Promise<{ changes: Change[]; lastChange: number; more: boolean }> {
  const granted = await access(weft, actor, "row.read", { tableId });
  const page = await readChanges(weft, tableId, since, limit);
  if (!page) throw new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
  if (page === "expired") {
    throw new Problem(
      "changes.expired",
      phrase`The log does not hold the changes after ${since} any more: read the table anew and go on from its change number.`,
    );
  }
  // The table after the log: rules that were set meanwhile hold for what was read before.
  const changes = await showChanges(weft, await getGrantedTable(weft.db.data, granted), page.changes);
  const { lastChange } = page;
  return { changes, lastChange, more: (changes.at(-1)?.number ?? lastChange) < lastChange };
}
