import type { ImportJob, ImportOptions } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { listed, phrase } from "@weft/model/texts/phrase";
import { sql } from "kysely";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { columnType, systemColumns } from "../tables/tables.catalog.ts";
import { keepAuthors } from "../tables/tables.authors.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { keepPlaces } from "../tables/tables.places.ts";
import { setTableTrashed, tableReference } from "../tables/tables.store.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { getImport, getJob, wrongState } from "./imports.actions.ts";
import { findReplacing } from "./imports.replaced.ts";
import { refusePart } from "./imports.rights.ts";
import type { ImportRow } from "./imports.store.ts";
import { moveImport } from "./imports.store.ts";
import { waitForTable } from "./load/load.ts";
import { undoTableOf } from "./load/load-replace.ts";

/** Most rows named in a refusal. */
const namedMax = 20;

/** What an undo works on. `number` is the change it is written under. */
interface Undo {
  trx: DataTransaction;
  row: ImportRow;
  tableId: string;
  number: number;
}

/** Takes an import back in one commit; rows that somebody has changed since are named, and then nothing happens. */
export async function undoImport(weft: Weft, actor: Actor, importId: string): Promise<ImportJob> {
  const row = await getImport(weft, actor, importId, "import.undo");
  const tableId = row.table_id;
  if (row.state !== "done" || !tableId) throw wrongState(row, phrase`only one that is done can be taken back`);
  const granted = await access(weft, actor, "import.undo", { tableId }, { trashed: true });
  refusePart(await getGrantedTable(weft.db.data, granted, { trashed: true }), row.options.mode);
  // One's own goes as it came; else it is a table like any other that somebody deletes.
  if (row.options.mode === "new" && row.person_id !== actor.personId)
    await access(weft, actor, "table.delete", { tableId });
  await weft.db.data.transaction().execute(async (trx) => {
    await waitForTable(trx, tableId);
    const taken = await takeNumber(trx, tableId);
    if (!taken) throw new Problem("table.not_found", phrase`The table of this import is in the trash, or gone.`);
    await refuseReplaced(trx, row);
    await undoModes[row.options.mode]({ trx, row, tableId, number: taken.number });
    await appendChange(trx, actor, { tableId, number: taken.number, kind: "import.undone", importId });
    if (row.options.mode === "new") {
      await setTableTrashed(trx, tableId, true);
      await announce(trx, { about: "bases", workspaceId: row.workspace_id });
    }
    if (!(await moveImport(trx, importId, "undone")))
      throw wrongState(row, phrase`somebody else has just taken it back`);
  });
  return getJob(weft, importId, actor.language);
}

const undoModes: Record<ImportOptions["mode"], (undo: Undo) => Promise<void>> = {
  new: async () => {},
  append: undoAppend,
  replace: (undo) => (undo.row.options.replaces ? undoReplacePart(undo) : undoReplace(undo)),
  upsert: undoUpsert,
};

const tableOf = ({ row, tableId }: Undo) => tableReference({ baseId: row.base_id, id: tableId });
const keptOf = ({ row }: Undo) => tableReference({ baseId: row.base_id, id: undoTableOf(row.id) });

/** Rows that a later import has replaced come back with that one's undo: this one's would leave them to it. */
async function refuseReplaced(trx: DataTransaction, row: ImportRow): Promise<void> {
  const later = await findReplacing(trx, row);
  if (later)
    throw wrongState(
      row,
      phrase`its rows were replaced by the import of ${later.upload_name}: take that one back first`,
    );
}

async function undoAppend(undo: Undo): Promise<void> {
  const { trx, row } = undo;
  await refuseChanged(undo, sql`id between ${row.first_row} and ${row.last_row} and _change is not null`);
  const { numAffectedRows } = await sql`
    delete from ${tableOf(undo)} where id between ${row.first_row} and ${row.last_row}`.execute(trx);
  await addToEstimate(undo, -Number(numAffectedRows ?? 0));
}

async function undoReplace(undo: Undo): Promise<void> {
  const { trx, row, tableId } = undo;
  await refuseChanged(undo, sql`_change is not null or id > ${row.last_row}`);
  await fitColumns(undo);
  await keepPlaces(trx, { baseId: row.base_id, id: undoTableOf(row.id) }, tableId);
  await keepAuthors(trx, { baseId: row.base_id, id: undoTableOf(row.id) }, tableId);
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${keptOf(undo)}`.execute(trx);
  await sql`drop table ${tableOf(undo)}`.execute(trx);
  await sql`alter table ${keptOf(undo)} rename to ${sql.id(tableId)}`.execute(trx);
  await trx
    .updateTable("tables")
    .set({ row_estimate: rows[0]?.count ?? 0 })
    .where("id", "=", tableId)
    .execute();
}

/** The earlier import's rows come back as they were taken away, edits included, with their ids and versions. */
async function undoReplacePart(undo: Undo): Promise<void> {
  const { trx } = undo;
  await keptColumns(undo);
  await undoAppend(undo);
  await fitColumns(undo);
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = to_regclass(${`"${undo.row.base_id}"."${undo.tableId}"`}) and attnum > 0 and not attisdropped`.execute(
    trx,
  );
  const kept = new Set((await keptColumns(undo)).map(({ name }) => name));
  const columns = sql.join(rows.filter(({ name }) => kept.has(name)).map(({ name }) => sql.id(name)));
  const { numAffectedRows } = await sql`
    insert into ${tableOf(undo)} (${columns}) select ${columns} from ${keptOf(undo)}`.execute(trx);
  await sql`drop table ${keptOf(undo)}`.execute(trx);
  await addToEstimate(undo, Number(numAffectedRows ?? 0));
}

async function undoUpsert(undo: Undo): Promise<void> {
  const { trx, row, number } = undo;
  const types = new Map((await keptColumns(undo)).map(({ name, type }) => [name, type]));
  const columns: string[] = [];
  // Not every column of old: fields that were deleted for good have none, and what a retype keeps is not the import's.
  for (const field of await findFields(undo)) {
    const known = types.get(field.id);
    if (known !== undefined) columns.push(field.id);
    if (known !== undefined && known !== postgresType(field)) throw retyped(field);
  }
  const created = sql`id between ${row.first_row} and ${row.last_row} and _change is not null`;
  const updated = sql`id in (select id from ${keptOf(undo)}) and _change is distinct from ${row.change_number}`;
  await refuseChanged(undo, sql`(${created}) or (${updated})`);
  const { numAffectedRows } = await sql`
    delete from ${tableOf(undo)} where id between ${row.first_row} and ${row.last_row}`.execute(trx);
  const cells = columns.map((name) => sql`${sql.id(name)} = before.${sql.id(name)}`);
  await sql`
    update ${tableOf(undo)} t set ${sql.join([sql`${sql.id(systemColumns.change)} = ${number}`, ...cells])}
    from ${keptOf(undo)} before where before.id = t.id`.execute(trx);
  await sql`drop table ${keptOf(undo)}`.execute(trx);
  await addToEstimate(undo, -Number(numAffectedRows ?? 0));
}

/** Refuses, naming the rows, when any were changed since the import. */
async function refuseChanged(undo: Undo, isChanged: ReturnType<typeof sql>): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from ${tableOf(undo)} where ${isChanged} order by id limit ${namedMax}`.execute(undo.trx);
  if (rows.length === 0) return;
  const names = rows.map(({ id }) => String(id));
  throw new Problem(
    "row.changed",
    phrase`Rows were added or changed since this import, so taking it back would lose that: ${listed(rows.length === namedMax ? [...names, "…"] : names)}. Undo or delete those first.`,
    rows.map(({ id }) => ({ path: `rows.${id}`, message: phrase`was added or changed since the import` })),
  );
}

async function addToEstimate({ trx, tableId }: Undo, rows: number): Promise<void> {
  await trx
    .updateTable("tables")
    .set((eb) => ({ row_estimate: eb("row_estimate", "+", rows) }))
    .where("id", "=", tableId)
    .execute();
}

/** Columns of the kept table as PostgreSQL holds them. */
async function keptColumns({ trx, row }: Undo): Promise<{ name: string; type: string }[]> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = to_regclass(${`"${row.base_id}"."${undoTableOf(row.id)}"`}) and attnum > 0 and not attisdropped`.execute(
    trx,
  );
  if (rows.length === 0)
    throw new Problem("import.wrong_state", phrase`What was in the table before this import is not kept any more.`);
  return rows;
}

const postgresNames: Record<string, string> = {
  timestamptz: "timestamp with time zone",
  timestamp: "timestamp without time zone",
};

type UndoField = Pick<Field, "id" | "name" | "type" | "options">;

async function findFields({ trx, tableId }: Undo): Promise<UndoField[]> {
  const fields = await trx
    .selectFrom("fields")
    .select(["id", "name", "type", "options"])
    .where("table_id", "=", tableId)
    .execute();
  return fields as unknown as UndoField[];
}

function postgresType(field: UndoField): string {
  const type = columnType(field);
  return postgresNames[type] ?? type;
}

function retyped({ name }: UndoField): Problem {
  return new Problem(
    "import.wrong_state",
    phrase`The field “${name}” has another type now than when this import began: change it back first.`,
  );
}

/** Gives the kept table the fields made since, empty; refuses when a field has another type now. */
async function fitColumns(undo: Undo): Promise<void> {
  const types = new Map((await keptColumns(undo)).map(({ name, type }) => [name, type]));
  for (const field of await findFields(undo)) {
    const known = types.get(field.id);
    if (known === undefined)
      await sql`alter table ${keptOf(undo)} add column ${sql.id(field.id)} ${sql.raw(columnType(field))}`.execute(
        undo.trx,
      );
    else if (known !== postgresType(field)) throw retyped(field);
  }
}
