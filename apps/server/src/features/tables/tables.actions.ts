import type { BodyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/bases";
import type { Table } from "@weft/api/bases";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import { findNext, findPosition } from "../../database/positions.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { checkFieldNames } from "../fields/fields.names.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { copyTable } from "./tables.copy.ts";
import { getCopyable } from "./tables.copying.ts";
import { estimateRows } from "./tables.estimates.ts";
import type { GrantedTable } from "./tables.granted.ts";
import { getGrantedTable } from "./tables.granted.ts";
import {
  createPhysicalTable,
  ensureUniqueTableName,
  findTableName,
  getTableDetails,
  insertFields,
  insertTable,
  isTableNameTaken,
  lockBaseOf,
  setTableTrashed,
  updateTableRow,
} from "./tables.store.ts";

/** One table as people see it, with the caller's role. */
export async function getTable(weft: Weft, actor: Actor, tableId: string): Promise<Table> {
  return readTable(weft, actor, tableId);
}

/** Makes a table; names of fields must differ in more than case, all faults told at once. */
export async function createTable(
  weft: Weft,
  actor: Actor,
  baseId: string,
  body: BodyOf<typeof contract.createTable>,
): Promise<Table> {
  const { workspaceId } = await access(weft, actor, "table.create", { baseId });
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
      await announce(trx, { about: "bases", workspaceId });
      await recordAudit(trx, actor, { action: "table.created", thing: { kind: "table", id }, after: { fields } });
    }),
  );
  return readTable(weft, actor, id);
}

/** How an update of a table undoes another. */
export interface TableHow {
  undoes?: number;
  /** Asked under the table's lock, before anything is changed, with its name as it is. */
  first?: (trx: DataTransaction, name: string) => Promise<void>;
}

/** Renames or moves a table; a change of the table. */
export async function updateTable(
  weft: Weft,
  actor: Actor,
  tableId: string,
  { name, before }: BodyOf<typeof contract.updateTable>,
  { undoes, first }: TableHow = {},
): Promise<Table & { change: number | null }> {
  const { workspaceId } = await access(weft, actor, "table.update", { tableId });
  const isMoved = before !== undefined && before !== tableId;
  if (name === undefined && !isMoved) return { ...(await readTable(weft, actor, tableId)), change: null };
  const change = await refusingTakenName(name ?? "", () =>
    weft.db.data.transaction().execute(async (trx) => {
      const baseId = await lockBaseOf(trx, tableId);
      const taken = await takeNumber(trx, tableId);
      const old = await findTableName(trx, tableId);
      if (!taken || !baseId || old === undefined) throw missingTable(tableId);
      await first?.(trx, old);
      const from = isMoved ? { standsBefore: await findNext(trx, "tables", baseId, tableId) } : {};
      const position = isMoved ? await findPosition(trx, "tables", baseId, before, tableId) : null;
      if (position === undefined) throw missingTable(before ?? "");
      await updateTableRow(trx, tableId, { ...(name ? { name } : {}), ...(position === null ? {} : { position }) });
      const detail = {
        before: { name: old, ...from },
        after: { name: name ?? old, ...(isMoved ? { standsBefore: before } : {}) },
      };
      await appendChange(trx, actor, { tableId, number: taken.number, kind: "table.updated", detail, undoes });
      await announce(trx, { about: "bases", workspaceId });
      await recordAudit(trx, actor, { action: "table.updated", thing: { kind: "table", id: tableId }, ...detail });
      return taken.number;
    }),
  );
  return { ...(await readTable(weft, actor, tableId)), change };
}

/** Puts a table into the trash; its rows stay where they are until the trash is emptied. */
export async function deleteTable(weft: Weft, actor: Actor, tableId: string): Promise<void> {
  const { workspaceId } = await access(weft, actor, "table.delete", { tableId });
  await weft.db.data.transaction().execute(async (trx) => {
    const taken = await takeNumber(trx, tableId);
    if (!taken) throw missingTable(tableId);
    await setTableTrashed(trx, tableId, true);
    await appendChange(trx, actor, { tableId, number: taken.number, kind: "table.deleted" });
    await announce(trx, { about: "bases", workspaceId });
    await recordAudit(trx, actor, { action: "table.deleted", thing: { kind: "table", id: tableId } });
  });
}

/** Takes a table out of the trash, unless another table bears its name by now; nothing happens to one that is not there. */
export async function restoreTable(weft: Weft, actor: Actor, tableId: string): Promise<Table> {
  const { workspaceId } = await access(weft, actor, "table.delete", { tableId }, { trashed: true });
  const name = (await findTableName(weft.db.data, tableId)) ?? tableId;
  await refusingTakenName(name, () =>
    weft.db.data.transaction().execute(async (trx) => {
      if (!(await setTableTrashed(trx, tableId, false))) return;
      const taken = await takeNumber(trx, tableId);
      if (!taken) throw missingTable(tableId);
      await appendChange(trx, actor, { tableId, number: taken.number, kind: "table.restored" });
      await announce(trx, { about: "bases", workspaceId });
      await recordAudit(trx, actor, { action: "table.restored", thing: { kind: "table", id: tableId } });
    }),
  );
  return readTable(weft, actor, tableId);
}

/** Copies a table's fields and, with `rows`, its rows under the same row ids; without a name it is called `… copy`. */
export async function duplicateTable(
  weft: Weft,
  actor: Actor,
  tableId: string,
  body: BodyOf<typeof contract.duplicateTable>,
): Promise<Table> {
  const granted = await access(weft, actor, "table.read", { tableId });
  const { workspaceId, baseId } = granted;
  await access(weft, actor, "table.create", { baseId });
  const id = await refusingTakenName(body.name ?? "", () =>
    weft.db.data.transaction().execute(async (trx) => {
      const source = await getCopyable(trx, granted);
      if (body.name && (await isTableNameTaken(trx, source.baseId, body.name))) throw takenName(body.name);
      const nameIt = async () => body.name ?? (await ensureUniqueTableName(trx, source.baseId, `${source.name} copy`));
      const copied = await copyTable(trx, source, { baseId: source.baseId, rows: body.rows, nameIt });
      await announce(trx, { about: "bases", workspaceId });
      const after = { copyOf: tableId, rows: body.rows };
      await recordAudit(trx, actor, { action: "table.created", thing: { kind: "table", id: copied }, after });
      return copied;
    }),
  );
  return readTable(weft, actor, id);
}

async function readTable(weft: Weft, actor: Actor, tableId: string): Promise<Table> {
  const granted = await access(weft, actor, "table.read", { tableId });
  const [details, table] = await Promise.all([
    getTableDetails(weft.db.data, tableId),
    getGrantedTable(weft.db.data, granted),
  ]);
  const { fields, readOnlyFieldIds } = table;
  const readOnly = fields.flatMap(({ id }) => (readOnlyFieldIds.includes(id) ? [id] : []));
  const rowEstimate = await estimateRows(weft, table);
  const rowsSeen = rowsSeenOf(table);
  return { ...details, rowEstimate, fields, readOnlyFieldIds: readOnly, rowsSeen, role: granted.role };
}

function rowsSeenOf({ rule }: GrantedTable): Table["rowsSeen"] {
  if (!rule) return "all";
  return rule.filter === null ? "own" : "some";
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
