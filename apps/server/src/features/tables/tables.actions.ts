import type { BodyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/bases";
import type { Table } from "@weft/api/bases";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { checkFieldNames } from "../fields/fields.names.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { getCatalogTable } from "./tables.catalog.ts";
import {
  copyRows,
  createPhysicalTable,
  ensureUniqueTableName,
  findTableName,
  getTableDetails,
  insertFields,
  insertTable,
  isTableNameTaken,
  renameTable as storeTableName,
  setTableTrashed,
} from "./tables.store.ts";

/** One table as people see it, with the caller's role. */
export async function getTable(weft: Weft, actor: Actor, tableId: string): Promise<Table> {
  const { role } = await access(weft, actor, "table.read", { tableId });
  return readTable(weft, tableId, role);
}

/** Makes a table; names of fields must differ in more than case, all faults told at once. */
export async function createTable(
  weft: Weft,
  actor: Actor,
  baseId: string,
  body: BodyOf<typeof contract.createTable>,
): Promise<Table> {
  const { role } = await access(weft, actor, "table.create", { baseId });
  const wanted = body.fields?.length ? body.fields : [{ name: "Name", type: "text" as const, options: {} }];
  checkFieldNames(wanted.map((field) => field.name));
  const id = makeId("table");
  const fields = wanted.map(({ name, type, options }) => {
    return { id: makeId("field"), name, description: null, type, options } as Field;
  });
  await refusingTakenName(body.name, () =>
    weft.db.data.transaction().execute(async (trx) => {
      await createPhysicalTable(trx, { baseId, id, fields }, { withKey: true });
      await insertTable(trx, { id, baseId, name: body.name });
      await insertFields(trx, id, fields);
    }),
  );
  return readTable(weft, id, role);
}

/** Renames a table; a change of the table. */
export async function updateTable(weft: Weft, actor: Actor, tableId: string, name: string): Promise<Table> {
  const { role } = await access(weft, actor, "table.update", { tableId });
  await refusingTakenName(name, () =>
    weft.db.data.transaction().execute(async (trx) => {
      const taken = await takeNumber(trx, tableId);
      const before = await findTableName(trx, tableId);
      if (!taken || before === undefined) throw missingTable(tableId);
      await storeTableName(trx, tableId, name);
      await appendChange(trx, actor, {
        tableId,
        number: taken.number,
        kind: "table.updated",
        detail: { before: { name: before }, after: { name } },
      });
    }),
  );
  return readTable(weft, tableId, role);
}

/** Puts a table into the trash; its rows stay where they are until the trash is emptied. */
export async function deleteTable(weft: Weft, actor: Actor, tableId: string): Promise<void> {
  await access(weft, actor, "table.delete", { tableId });
  await weft.db.data.transaction().execute(async (trx) => {
    const taken = await takeNumber(trx, tableId);
    if (!taken) throw missingTable(tableId);
    await setTableTrashed(trx, tableId, true);
    await appendChange(trx, actor, { tableId, number: taken.number, kind: "table.deleted" });
  });
}

/** Takes a table out of the trash, unless another table bears its name by now; nothing happens to one that is not there. */
export async function restoreTable(weft: Weft, actor: Actor, tableId: string): Promise<Table> {
  const { role } = await access(weft, actor, "table.delete", { tableId }, { trashed: true });
  const name = (await findTableName(weft.db.data, tableId)) ?? tableId;
  await refusingTakenName(name, () =>
    weft.db.data.transaction().execute(async (trx) => {
      if (!(await setTableTrashed(trx, tableId, false))) return;
      const taken = await takeNumber(trx, tableId);
      if (!taken) throw missingTable(tableId);
      await appendChange(trx, actor, { tableId, number: taken.number, kind: "table.restored" });
    }),
  );
  return readTable(weft, tableId, role);
}

/** Copies a table's fields and, with `rows`, its rows under the same row ids; without a name it is called `… copy`. */
export async function duplicateTable(
  weft: Weft,
  actor: Actor,
  tableId: string,
  body: BodyOf<typeof contract.duplicateTable>,
): Promise<Table> {
  const { role } = await access(weft, actor, "table.create", { tableId });
  const id = makeId("table");
  await refusingTakenName(body.name ?? "", () =>
    weft.db.data.transaction().execute(async (trx) => {
      const source = await getCatalogTable(trx, tableId);
      if (body.name && (await isTableNameTaken(trx, source.baseId, body.name))) throw takenName(body.name);
      const fields = source.fields.map((field) => ({ ...field, id: makeId("field") }));
      const copy = { baseId: source.baseId, id, fields };
      await createPhysicalTable(trx, copy, { withKey: !body.rows });
      const copied = body.rows ? await copyRows(trx, source, copy) : { rows: 0, nextRow: 1 };
      const name = body.name ?? (await ensureUniqueTableName(trx, source.baseId, `${source.name} copy`));
      await insertTable(trx, { ...copy, name, nextRow: copied.nextRow, rowEstimate: copied.rows });
      await insertFields(trx, id, fields);
    }),
  );
  return readTable(weft, id, role);
}

async function readTable(weft: Weft, tableId: string, role: string): Promise<Table> {
  const [details, catalog] = await Promise.all([
    getTableDetails(weft.db.data, tableId),
    getCatalogTable(weft.db.data, tableId),
  ]);
  return { ...details, fields: catalog.fields, role };
}

async function refusingTakenName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { constraint?: string }).constraint === "tables_name") throw takenName(name);
    throw error;
  }
}

function takenName(name: string): Problem {
  const text = phrase`Another table of this base is called “${name}”: choose another name.`;
  return new Problem("table.name_taken", text, [{ path: "name", message: phrase`is taken` }]);
}

function missingTable(tableId: string): Problem {
  return new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
}
