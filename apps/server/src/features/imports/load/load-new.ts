import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import { announce } from "../../../live/announce.ts";
import { takeNumber } from "../../changes/changes.store.ts";
import {
  addKey,
  createPhysicalTable,
  ensureUniqueTableName,
  insertFields,
  insertTable,
} from "../../tables/tables.store.ts";
import { addChoices } from "./load-choices.ts";
import type { Load, Loaded } from "./load.ts";
import { copyInto } from "./load.ts";

/** A table of its own, with the key made when the rows are in: half as long as keeping it up to date for each row. */
export async function loadNewTable(load: Load): Promise<Loaded> {
  const { trx, row, plan } = load;
  const id = makeId("table");
  const fields = plan.columns.map(({ field }) => field);
  const physical = { baseId: row.base_id, id, fields };
  await createPhysicalTable(trx, physical, { withKey: false });
  const { read, loaded, newChoices } = await copyInto(load, id, { freeze: true });
  await addKey(trx, physical);
  const name = await ensureUniqueTableName(trx, row.base_id, row.options.tableName ?? nameOfFile(row.upload_name));
  await insertTable(trx, { id, baseId: row.base_id, name, nextRow: read + 1, rowEstimate: loaded });
  await insertFields(trx, id, addChoices(plan.columns, newChoices));
  await announce(trx, { about: "bases", workspaceId: row.workspace_id });
  const taken = await takeNumber(trx, id);
  if (!taken) throw new Problem("base.not_found", phrase`The base was deleted while the file was being loaded.`);
  return { tableId: id, tableName: name, number: taken.number, read, created: loaded, updated: 0 };
}

/** `monthly_sales-2024.csv.gz` → `monthly sales-2024`. */
function nameOfFile(name: string): string {
  const bare = name.replace(/(\.(csv|tsv|tab|txt|xlsx|json|ndjson|jsonl|parquet|gz|zip))+$/i, "");
  return bare.replaceAll(/[_\s]+/g, " ").trim() || "Imported";
}
