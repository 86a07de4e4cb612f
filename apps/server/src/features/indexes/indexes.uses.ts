import { addJob } from "../../jobs/add-job.ts";
import type { Weft } from "../../weft.ts";
import type { Selection } from "../rows/rows.selection.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import type { IndexWant } from "./indexes.wants.ts";
import { indexWants, wantName } from "./indexes.wants.ts";

/** Smaller tables are read through in less than 50 ms. */
const bigTableRows = 50_000;
/** How many occasions make “often”, what lies between two of them, and how long one counts. */
const occasionsWanted = 4;
const occasionMs = 20_000;
const memoryMs = 24 * 3_600_000;
/** After an order, the same index is not asked for again for so long: it is being made, or could not be. */
const patienceMs = 3_600_000;
const countedMax = 5000;

interface Use {
  occasions: number[];
  orderedAt: number;
}

const usesOf = new WeakMap<Weft, Map<string, Use>>();

/**
 * Notes how a big table is looked at, in memory alone, and orders an index for what comes often. Pages of one look that
 * follow each other are one occasion.
 */
export function noteLook(weft: Weft, table: CatalogTable, selection: Selection, nowMs = Date.now()): void {
  if (table.rowEstimate < bigTableRows) return;
  let uses = usesOf.get(weft);
  if (!uses) usesOf.set(weft, (uses = new Map()));
  for (const want of indexWants(table, selection)) {
    const key = `${table.id} ${wantName(want)}`;
    const use = uses.get(key) ?? { occasions: [], orderedAt: -Infinity };
    uses.delete(key);
    uses.set(key, use);
    const oldest = uses.keys().next().value;
    if (uses.size > countedMax && oldest !== undefined) uses.delete(oldest);
    if (nowMs - (use.occasions.at(-1) ?? -Infinity) < occasionMs) continue;
    use.occasions = [...use.occasions.filter((at) => nowMs - at < memoryMs), nowMs].slice(-occasionsWanted);
    if (use.occasions.length < occasionsWanted || nowMs - use.orderedAt < patienceMs) continue;
    use.orderedAt = nowMs;
    order(weft, table, want);
  }
}

function order(weft: Weft, table: CatalogTable, want: IndexWant): void {
  addJob(weft.db.data, "index.make", { tableId: table.id, want }).catch((error: unknown) => {
    weft.log.warn({ err: error, tableId: table.id }, "an index could not be ordered");
  });
}
