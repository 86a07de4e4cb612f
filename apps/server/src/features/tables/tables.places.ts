import { sql } from "kysely";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { alterTable } from "../fields/fields.lock.ts";
import { getCatalogTable, systemColumns } from "./tables.catalog.ts";
import type { PhysicalTable } from "./tables.store.ts";
import { tableReference } from "./tables.store.ts";

type Place = Pick<PhysicalTable, "baseId" | "id">;

const place = sql.id(systemColumns.place);

/**
 * Lets the rows of a table stand in an order of people's own from now on; nothing happens where they can already. The
 * column is empty, so it is there at once; the index takes 0.4 s for a million rows, which are read meanwhile; who writes waits.
 */
export async function givePlaces(weft: Weft, actor: Actor, tableId: string): Promise<void> {
  const table = await getCatalogTable(weft.db.data, tableId);
  if (table.hasPlaces) return;
  // In a transaction of its own: adding a column shuts readers out until it ends.
  await alterTable(weft, tableId, (trx) => addPlaceColumn(trx, table));
  await alterTable(weft, tableId, async (trx) => {
    const { hasPlaces } = await getCatalogTable(trx, tableId);
    if (hasPlaces) return;
    await addPlaceIndex(trx, table);
    await trx.updateTable("tables").set({ has_places: true }).where("id", "=", tableId).execute();
    const taken = await takeNumber(trx, tableId);
    if (taken) await appendChange(trx, actor, { tableId, number: taken.number, kind: "table.ordered" });
  });
}

/** Adds the column of places, empty, where there is none. */
export async function addPlaceColumn(trx: DataTransaction, table: Place): Promise<void> {
  await sql`alter table ${tableReference(table)} add column if not exists ${place} numeric`.execute(trx);
}

/** Adds the index that an order of people's own is read by, where there is none. */
export async function addPlaceIndex(trx: DataTransaction, table: Place): Promise<void> {
  const found = await sql`
    select from pg_index
    where indrelid = format('%I.%I', ${table.baseId}::text, ${table.id}::text)::regclass
      and pg_get_indexdef(indexrelid) like '%\\_place%'`.execute(trx);
  if (found.rows.length > 0) return;
  await sql`create index on ${tableReference(table)} ((coalesce(${place}, ${sql.id(systemColumns.id)})), ${sql.id(systemColumns.id)})`.execute(
    trx,
  );
}

/** Gives a table that is to take another's place what that one has got in the meantime. */
export async function keepPlaces(trx: DataTransaction, table: Place, tableId: string): Promise<void> {
  const { hasPlaces } = await getCatalogTable(trx, tableId);
  if (!hasPlaces) return;
  await addPlaceColumn(trx, table);
  await addPlaceIndex(trx, table);
}
