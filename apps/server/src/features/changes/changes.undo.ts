import type { Change, ChangeKind } from "@weft/api/changes";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { fieldUndos } from "../fields/fields.undo.ts";
import { placeField } from "../rows/rows.places.ts";
import type { RowWrite, WrittenDetail } from "../rows/rows.write.ts";
import { writeRows } from "../rows/rows.write.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { tableUndos } from "../tables/tables.undo.ts";
import type { Granted } from "../workspaces/workspaces.access.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { readChanges } from "./changes.log.ts";
import { findPersonNames } from "./changes.people.ts";
import { refusal, refuseUndone } from "./changes.refusals.ts";
import { showChanges } from "./changes.seen.ts";
import type { LoggedChange } from "./changes.undo.store.ts";
import { findAlteredCells, findLogged, findUndoing, isUnseen } from "./changes.undo.store.ts";

/** What takes back a change of rows. */
const rowUndos: Partial<Record<ChangeKind, (change: LoggedChange) => RowWrite>> = {
  "rows.created": ({ rowIds }) => ({ delete: rowIds }),
  "rows.restored": ({ rowIds }) => ({ delete: rowIds }),
  "rows.deleted": ({ rowIds, before }) => ({ restore: { ids: rowIds, cells: before } }),
  "rows.updated": ({ rowIds, before }) => ({ revert: { ids: rowIds, cells: before } }),
  "rows.moved": ({ rowIds, before }) => ({ moveBack: { ids: rowIds, cells: before } }),
  "rows.written": ({ before, detail }) => {
    const { created, updated, deleted, moved = [] } = detail as WrittenDetail;
    return {
      delete: created,
      revert: { ids: updated, cells: before },
      restore: { ids: deleted, cells: before },
      moveBack: { ids: moved, cells: before },
    };
  },
};

type SchemaUndo = (weft: Weft, actor: Actor, tableId: string, change: LoggedChange) => Promise<unknown>;
const schemaUndos: Partial<Record<ChangeKind, SchemaUndo>> = { ...fieldUndos, ...tableUndos };

/**
 * Undoes one's own change as a new change; undoing that one redoes it. Refused as a whole with `row.changed` when any cell
 * is not as the change left it, naming row, field and who changed it, and with `change.undone` when it cannot be.
 */
export async function undoChange(weft: Weft, actor: Actor, tableId: string, number: number): Promise<Change> {
  const granted = await access(weft, actor, "row.update", { tableId });
  const change = await findLogged(weft.db.data, tableId, number);
  if (!change)
    throw new Problem(
      "change.not_found",
      phrase`This table has no change ${String(number)}, or the log no longer holds it.`,
    );
  if (change.personId !== actor.personId)
    throw refusal(phrase`Change ${String(number)} was made by somebody else; one can undo only one's own.`);
  const write = rowUndos[change.kind]?.(change);
  const schemaUndo = schemaUndos[change.kind];
  if (write) await undoRows(weft, actor, granted, change, write);
  else if (schemaUndo) await schemaUndo(weft, actor, tableId, change);
  else throw refusal(otherWay(change.kind));
  const undoing = await findUndoing(weft.db.data, tableId, number);
  if (!undoing) throw refusal(phrase`Change ${String(number)} has nothing left to undo: all is as it was before.`);
  const page = await readChanges(weft, tableId, undoing - 1, 1, { asMessage: true });
  const entries = typeof page === "object" ? page.changes : [];
  const [undone] = await showChanges(weft, await getGrantedTable(weft.db.data, granted), entries);
  if (!undone) throw new Error(`change ${undoing} is not in the log`);
  return undone;
}

async function undoRows(
  weft: Weft,
  actor: Actor,
  granted: Granted,
  change: LoggedChange,
  write: RowWrite,
): Promise<void> {
  const { number } = change;
  await retyped(number, () =>
    writeRows(weft, actor, granted, write, {
      undoes: number,
      before: async (trx, table) => {
        await refuseUndone(trx, granted.tableId, number);
        if (touchesKept(table, write) || (await isUnseen(trx, table, change)))
          throw refusal(
            phrase`Change ${String(number)} touched rows or fields that are not yours to change any more: ask somebody who may.`,
          );
        if (!(change.kind === "rows.deleted")) await refuseAltered(weft, trx, table, actor, change);
      },
    }),
  );
}

function otherWay(kind: ChangeKind): Phrase {
  if (kind === "rows.imported" || kind === "import.undone") return phrase`An import is undone from its own report.`;
  return phrase`What was deleted is restored from the trash.`;
}

/** Whether an undo would write cells of fields that are hidden from the person, or read-only for them. */
function touchesKept({ hiddenFieldIds, readOnlyFieldIds }: GrantedTable, { revert }: RowWrite): boolean {
  const kept = [...hiddenFieldIds, ...readOnlyFieldIds];
  if (!revert || kept.length === 0) return false;
  const cells = JSON.parse(revert.cells) as Record<string, object>;
  return revert.ids.some((id) => kept.some((fieldId) => fieldId in (cells[id] ?? {})));
}

/** A cell that no longer fits its column: the field was retyped since. */
async function retyped<T>(number: number, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("22"))
      throw refusal(phrase`Change ${String(number)} cannot be undone: a field it touched has another type by now.`);
    throw error;
  }
}

async function refuseAltered(
  weft: Weft,
  trx: DataTransaction,
  table: GrantedTable,
  actor: Actor,
  change: LoggedChange,
): Promise<void> {
  const altered = await findAlteredCells(trx, table, change);
  if (altered.length === 0) return;
  const names = await findPersonNames(
    weft,
    altered.map(({ personId }) => personId),
  );
  const faults = altered.map(({ rowId, fieldId: touched, personId }): Fault => {
    // What is hidden is not named: the row has been changed.
    const fieldId = touched !== null && table.hiddenFieldIds.includes(touched) ? null : touched;
    const field = table.fields.find((field) => field.id === fieldId)?.name;
    const by = personId === actor.personId ? phrase`you` : (names.get(personId ?? "") ?? phrase`somebody`);
    if (fieldId === placeField.id)
      return { path: `rows.${rowId}`, message: phrase`row ${String(rowId)} was moved since by ${by}` };
    return {
      path: fieldId ? `rows.${rowId}.cells.${field ?? fieldId}` : `rows.${rowId}`,
      message: fieldId
        ? phrase`${field ?? phrase`a field`} of row ${String(rowId)} was changed since by ${by}`
        : phrase`row ${String(rowId)} was changed or deleted since by ${by}`,
    };
  });
  const first = faults[0]?.message ?? "";
  throw new Problem("row.changed", phrase`Change ${String(change.number)} was not undone: ${first}.`, faults);
}
