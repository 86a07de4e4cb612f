import type { TableRules } from "@weft/model/grants/table-rules";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { alterTable } from "../fields/fields.lock.ts";
import { giveAuthors } from "./tables.authors.ts";
import type { CatalogTable } from "./tables.catalog.ts";
import { getCatalogTable } from "./tables.catalog.ts";

/**
 * Puts rules in place of a table's, as a change of its own kind that says nothing of them: who remembers the table and who
 * watches it hear by it. `decide` gives them under the table's lock, by what the table is then. The caller has asked for access.
 */
export async function setTableRules(
  weft: Weft,
  actor: Actor,
  tableId: string,
  decide: (table: CatalogTable, trx: DataTransaction) => TableRules | null | Promise<TableRules | null>,
): Promise<{ rules: TableRules | null; change: number }> {
  for (;;) {
    const done = await alterTable(weft, tableId, async (trx) => {
      const table = await getCatalogTable(trx, tableId);
      const rules = await decide(table, trx);
      // Outside of this transaction: filling in authors takes long.
      if (speaksOfAuthors(rules) && !table.hasAuthors) return null;
      return writeRules(trx, actor, table, rules);
    });
    if (done) return done;
    await giveAuthors(weft, actor, tableId);
  }
}

async function writeRules(trx: DataTransaction, actor: Actor, table: CatalogTable, rules: TableRules | null) {
  const tableId = table.id;
  const kept = rules === null ? null : JSON.stringify(rules);
  const taken = await takeNumber(trx, tableId);
  if (!taken) throw new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
  const set = { rules: kept, rules_change: taken.number };
  await trx.updateTable("tables").set(set).where("id", "=", tableId).execute();
  await appendChange(trx, actor, { tableId, number: taken.number, kind: "table.ruled" });
  const thing = { kind: "table", id: tableId } as const;
  await recordAudit(trx, actor, { action: "table.ruled", thing, before: table.rules, after: rules });
  return { rules, change: taken.number };
}

function speaksOfAuthors(rules: TableRules | null): boolean {
  return rules?.rows.some(({ rows }) => rows === "own") ?? false;
}
