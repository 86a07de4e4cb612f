import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { alterTable } from "../fields/fields.lock.ts";
import type { CatalogTable } from "./tables.catalog.ts";
import { getCatalogTable, systemColumns } from "./tables.catalog.ts";
import type { PhysicalTable } from "./tables.store.ts";
import { tableReference } from "./tables.store.ts";

type Place = Pick<PhysicalTable, "baseId" | "id">;

const author = sql.id(systemColumns.author);

/** What a transaction says of itself, so that rows it adds without saying who made them know it: a load's COPY. */
const setting = "weft.author";

/**
 * Lets the rows of a table know who made them from now on; nothing happens where they do already. Who made those that are
 * there is told by the change log, and by imports. Readers wait for the column alone, and who writes for some rows at a time:
 * filled in one go, a million rows held them up for 7 s.
 */
export async function giveAuthors(weft: Weft, actor: Actor, tableId: string): Promise<void> {
  for (;;) {
    const table = await getCatalogTable(weft.db.data, tableId);
    if (table.hasAuthors) return;
    // In a transaction of its own: adding a column shuts readers out until it ends.
    await alterTable(weft, tableId, (trx) => addAuthorColumn(trx, table));
    // Over cells that are still empty it is made at once.
    await alterTable(weft, tableId, (trx) => addAuthorIndex(trx, table));
    const from = await getCatalogTable(weft.db.data, tableId);
    const oid = await findOid(weft.db.data, table);
    const isFilled = await fillInSteps(weft, from, oid);
    if (isFilled && (await alterTable(weft, tableId, (trx) => settle(trx, actor, from, oid)))) return;
    // An import has put other rows in place of all meanwhile, in a table that may lack the column.
  }
}

/** Fills in who made the rows that were written in the meantime, under the lock; from then on, writers say it. */
async function settle(trx: DataTransaction, actor: Actor, from: CatalogTable, oid: number | null): Promise<boolean> {
  const { hasAuthors } = await getCatalogTable(trx, from.id);
  if (hasAuthors) return true;
  if ((await findOid(trx, from)) !== oid) return false;
  const { rows } = await sql<{ id: number }>`
    select distinct unnest(row_ids) as id from weft.changes
    where table_id = ${from.id} and number > ${from.lastChange}`.execute(trx);
  const rowIds = rows.map(({ id }) => id);
  if (rowIds.length > 0) await fillAuthors(trx, from, from.id, rowIds);
  await trx.updateTable("tables").set({ has_authors: true }).where("id", "=", from.id).execute();
  // Whoever remembers the table learns by it that rows they add shall say who made them.
  const taken = await takeNumber(trx, from.id);
  if (taken) await appendChange(trx, actor, { tableId: from.id, number: taken.number, kind: "table.ruled" });
  return true;
}

/** So many rows are filled in at a time, while writers wait: about a tenth of a second. */
const stepRows = 10_000;

/** Fills in all that is known of the rows, a step at a time; false when another table has taken its place meanwhile. */
async function fillInSteps(weft: Weft, table: CatalogTable, oid: number | null): Promise<boolean> {
  const step = (fill: (trx: DataTransaction) => Promise<void>) =>
    alterTable(weft, table.id, async (trx) => {
      if ((await findOid(trx, table)) !== oid) return false;
      await fill(trx);
      return true;
    });
  for (let after = 0; ;) {
    const upTo = await findNextChange(weft, table, after);
    if (upTo === null) break;
    const changes = { after, upTo };
    if (!(await step((trx) => fillFromLog(trx, table, table.id, { changes })))) return false;
    after = upTo;
  }
  for (const block of await listImported(weft, table.id))
    for (let first = block.first; first <= block.last; first += stepRows) {
      const ids = { first, last: Math.min(block.last, first + stepRows - 1) };
      if (!(await step((trx) => fillFromImports(trx, table, table.id, { ids })))) return false;
    }
  return true;
}

/** Which physical table stands under the table's name now. */
async function findOid(db: Kysely<WeftTables>, { baseId, id }: Place): Promise<number | null> {
  const { rows } = await sql<{ oid: number | null }>`
    select to_regclass(format('%I.%I', ${baseId}::text, ${id}::text))::oid::bigint as oid`.execute(db);
  return rows[0]?.oid ?? null;
}

/** The last change of the next ones that made rows, about a step of them; null = there are none. */
async function findNextChange(weft: Weft, { id, lastChange }: CatalogTable, after: number): Promise<number | null> {
  const { rows } = await sql<{ number: number | null }>`
    select max(number) filter (where before < ${stepRows}) as number
    from (
      select number, sum(made) over (order by number) - made as before
      from (
        select number, cardinality(row_ids) as made from weft.changes
        where table_id = ${id} and number > ${after} and number <= ${lastChange}
          and kind in ('rows.created', 'rows.written')
        order by number limit ${stepRows}
      ) next
    ) counted`.execute(weft.db.data);
  return rows[0]?.number ?? null;
}

/** The blocks of rows that imports have brought. */
async function listImported(weft: Weft, tableId: string): Promise<{ first: number; last: number }[]> {
  const { rows } = await sql<{ first: number; last: number }>`
    select first_row as first, last_row as last from weft.imports
    where table_id = ${tableId} and state = 'done' and person_id is not null and first_row is not null
    order by first_row`.execute(weft.db.data);
  return rows;
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
  await fillFromLog(trx, table, tableId, { rowIds });
  await fillFromImports(trx, table, tableId, { rowIds });
}

interface Wanted {
  rowIds?: number[] | null;
  /** As `ids`, from and to. */
  ids?: { first: number; last: number };
  /** Only by these changes. */
  changes?: { after: number; upTo: number };
}

/** Rows of the table `t` whose author is to be filled in. */
function unknown({ rowIds = null, ids }: Wanted) {
  const among = ids ? sql`t.id between ${ids.first} and ${ids.last}` : sql`true`;
  return sql`t.${author} is null and (${rowIds}::bigint[] is null or t.id = any(${rowIds}::bigint[])) and ${among}`;
}

async function fillFromLog(trx: DataTransaction, table: Place, tableId: string, wanted: Wanted): Promise<void> {
  const { after, upTo = null } = wanted.changes ?? { after: 0 };
  const { rowIds = null } = wanted;
  await sql`
    update ${tableReference(table)} t set ${author} = made.person_id
    from (
      select distinct on (r.id) r.id, c.person_id
      from weft.changes c cross join lateral unnest(case c.kind when 'rows.created' then c.row_ids
        else array(select id::bigint from jsonb_array_elements_text(c.detail -> 'created') id) end) r(id)
      where c.table_id = ${tableId} and c.kind in ('rows.created', 'rows.written') and c.undoes is null
        and c.person_id is not null and c.number > ${after} and (${upTo}::bigint is null or c.number <= ${upTo}::bigint)
        and (${rowIds}::bigint[] is null or r.id = any(${rowIds}::bigint[]))
      order by r.id, c.number
    ) made
    where made.id = t.id and ${unknown(wanted)}`.execute(trx);
}

async function fillFromImports(trx: DataTransaction, table: Place, tableId: string, wanted: Wanted): Promise<void> {
  await sql`
    update ${tableReference(table)} t set ${author} = i.person_id
    from weft.imports i
    where i.table_id = ${tableId} and i.state = 'done' and i.person_id is not null
      and t.id between i.first_row and i.last_row and ${unknown(wanted)}`.execute(trx);
}

/** Gives a table that is to take another's place what that one has got in the meantime. */
export async function keepAuthors(trx: DataTransaction, table: Place, tableId: string): Promise<void> {
  const { hasAuthors } = await getCatalogTable(trx, tableId);
  if (!hasAuthors) return;
  await addAuthorColumn(trx, table);
  await fillAuthors(trx, table, tableId);
  await addAuthorIndex(trx, table);
}
