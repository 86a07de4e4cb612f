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

const author = sql.id(systemColumns.author);

/** What a transaction says of itself, so that rows it adds without saying who made them know it: a load's COPY. */
const setting = "weft.author";

/**
 * Lets the rows of a table know who made them from now on; nothing happens where they do already. Who made those that are
 * there is told by the change log, and by imports. Readers wait for the column alone; who writes waits until all is filled.
 */
export async function giveAuthors(weft: Weft, actor: Actor, tableId: string): Promise<void> {
  const table = await getCatalogTable(weft.db.data, tableId);
  if (table.hasAuthors) return;
  // In a transaction of its own: adding a column shuts readers out until it ends.
  await alterTable(weft, tableId, (trx) => addAuthorColumn(trx, table));
  await alterTable(weft, tableId, async (trx) => {
    const { hasAuthors } = await getCatalogTable(trx, tableId);
    if (hasAuthors) return;
    await fillAuthors(trx, table, tableId);
    await addAuthorIndex(trx, table);
    await trx.updateTable("tables").set({ has_authors: true }).where("id", "=", tableId).execute();
    // Whoever remembers the table learns by it that rows they add shall say who made them.
    const taken = await takeNumber(trx, tableId);
    if (taken) await appendChange(trx, actor, { tableId, number: taken.number, kind: "table.ruled" });
  });
}

/** Adds the column of authors where there is none: for rows that are there, whoever the transaction says, or nobody. */
export async function addAuthorColumn(trx: DataTransaction, table: Place): Promise<void> {
  await sql`alter table ${tableReference(table)} add column if not exists ${author} text
    default nullif(current_setting(${sql.lit(setting)}, true), '')`.execute(trx);
}

/** Adds the index by which somebody's own rows are found, where there is none. */
export async function addAuthorIndex(trx: DataTransaction, table: Place): Promise<void> {
  const found = await sql`
    select from pg_index
    where indrelid = format('%I.%I', ${table.baseId}::text, ${table.id}::text)::regclass
      and pg_get_indexdef(indexrelid) like '%\\_author%'`.execute(trx);
  if (found.rows.length > 0) return;
  await sql`create index on ${tableReference(table)} (${author}, ${sql.id(systemColumns.id)})`.execute(trx);
}

/** Says whose rows are that this transaction adds. */
export async function setAuthor(trx: DataTransaction, personId: string | null): Promise<void> {
  await sql`select set_config(${setting}, ${personId ?? ""}, true)`.execute(trx);
}

/**
 * Fills in who made rows of which that is not known: of all, or of those given. A row that came back from the log was made
 * before; what the log does not hold any more, nobody made.
 */
export async function fillAuthors(
  trx: DataTransaction,
  table: Place,
  tableId: string,
  rowIds: number[] | null = null,
): Promise<void> {
  const unknown = sql`t.${author} is null and (${rowIds}::bigint[] is null or t.id = any(${rowIds}::bigint[]))`;
  await sql`
    update ${tableReference(table)} t set ${author} = made.person_id
    from (
      select distinct on (r.id) r.id, c.person_id
      from weft.changes c cross join lateral unnest(case c.kind when 'rows.created' then c.row_ids
        else array(select id::bigint from jsonb_array_elements_text(c.detail -> 'created') id) end) r(id)
      where c.table_id = ${tableId} and c.kind in ('rows.created', 'rows.written') and c.undoes is null
        and c.person_id is not null
      order by r.id, c.number
    ) made
    where made.id = t.id and ${unknown}`.execute(trx);
  await sql`
    update ${tableReference(table)} t set ${author} = i.person_id
    from weft.imports i
    where i.table_id = ${tableId} and i.state = 'done' and i.person_id is not null
      and t.id between i.first_row and i.last_row and ${unknown}`.execute(trx);
}

/** Gives a table that is to take another's place what that one has got in the meantime. */
export async function keepAuthors(trx: DataTransaction, table: Place, tableId: string): Promise<void> {
  const { hasAuthors } = await getCatalogTable(trx, tableId);
  if (!hasAuthors) return;
  await addAuthorColumn(trx, table);
  await fillAuthors(trx, table, tableId);
  await addAuthorIndex(trx, table);
}
