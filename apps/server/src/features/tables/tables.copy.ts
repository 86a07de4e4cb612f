import type { Filter } from "@weft/model/filter";
import type { TableRules } from "@weft/model/grants/table-rules";
import { makeId } from "@weft/model/ids";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import { copyGrants } from "../grants/grants.store.ts";
import { addAuthorColumn, addAuthorIndex } from "./tables.authors.ts";
import type { CatalogTable } from "./tables.catalog.ts";
import { systemColumns } from "./tables.catalog.ts";
import { addPlaceColumn, addPlaceIndex } from "./tables.places.ts";
import type { PhysicalTable } from "./tables.store.ts";
import { addKey, createPhysicalTable, insertFields, insertTable, tableReference } from "./tables.store.ts";

/**
 * Copies a table's fields and, with `rows`, its rows under the same row ids, as the last table of a base; gives its id.
 * Roles that were given on it are given on the copy, whose rules are the same. `nameIt` is called after the long work, right before the name is taken.
 */
export async function copyTable(
  trx: DataTransaction,
  source: CatalogTable,
  how: { baseId: string; rows: boolean; nameIt: () => Promise<string> | string },
): Promise<string> {
  const id = makeId("table");
  const fields = source.fields.map((field) => ({ ...field, id: makeId("field") }));
  const copy = { baseId: how.baseId, id, fields };
  await createPhysicalTable(trx, copy, { withKey: !how.rows });
  const hasPlaces = source.hasPlaces && how.rows;
  const copied = how.rows ? await copyRows(trx, source, copy) : { rows: 0, nextRow: 1 };
  if (source.hasAuthors && !how.rows) await addAuthorColumn(trx, copy);
  if (source.hasAuthors) await addAuthorIndex(trx, copy);
  const name = await how.nameIt();
  const { hasAuthors } = source;
  await insertTable(trx, { ...copy, name, nextRow: copied.nextRow, rowEstimate: copied.rows, hasPlaces, hasAuthors });
  const ids = new Map(source.fields.map((field, index) => [field.id, fields[index]?.id ?? field.id]));
  const rules = source.rules && JSON.stringify(renameFields(source.rules, ids));
  await trx.updateTable("tables").set({ rules }).where("id", "=", id).execute();
  await insertFields(trx, id, fields);
  await copyGrants(trx, { tableId: source.id }, { baseId: how.baseId, tableId: id });
  return id;
}

/** The same rules with other ids of fields; what speaks of a field that is gone stays, and hides all as before. */
function renameFields(rules: TableRules, ids: ReadonlyMap<string, string>): TableRules {
  const rename = (filter: Filter): Filter => {
    if ("all" in filter) return { all: filter.all.map(rename) };
    if ("any" in filter) return { any: filter.any.map(rename) };
    if ("not" in filter) return { not: rename(filter.not) };
    return { ...filter, field: ids.get(filter.field) ?? filter.field };
  };
  return {
    fields: Object.fromEntries(Object.entries(rules.fields).map(([id, rule]) => [ids.get(id) ?? id, rule])),
    rows: rules.rows.map(({ upTo, rows }) => ({ upTo, rows: rows === "own" ? rows : rename(rows) })),
  };
}

/** Copies all rows of `source` into the empty, keyless table `copy` (fields in the same order) and adds its key. */
async function copyRows(
  trx: DataTransaction,
  source: CatalogTable,
  copy: PhysicalTable,
): Promise<{ rows: number; nextRow: number }> {
  if (source.hasPlaces) await addPlaceColumn(trx, copy);
  if (source.hasAuthors) await addAuthorColumn(trx, copy);
  const own = [
    systemColumns.id,
    ...(source.hasPlaces ? [systemColumns.place] : []),
    ...(source.hasAuthors ? [systemColumns.author] : []),
  ];
  const to = sql.join([...own, ...copy.fields.map((field) => field.id)].map((name) => sql.id(name)));
  const from = sql.join([...own, ...source.fields.map((field) => field.id)].map((name) => sql.id(name)));
  const copied =
    await sql`insert into ${tableReference(copy)} (${to}) select ${from} from ${tableReference(source)}`.execute(trx);
  await addKey(trx, copy);
  if (source.hasPlaces) await addPlaceIndex(trx, copy);
  // Beyond every place too: new rows come last.
  const places = source.hasPlaces ? sql`, ceil(max(${sql.id(systemColumns.place)}))` : sql``;
  const last = await sql<{ id: number }>`
    select greatest(0, max(id)${places})::bigint as id from ${tableReference(copy)}`.execute(trx);
  return { rows: Number(copied.numAffectedRows ?? 0), nextRow: (last.rows[0]?.id ?? 0) + 1 };
}
