import type { BodyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/fields";
import type { EditedField } from "@weft/api/fields";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import { findNext, findPosition } from "../../database/positions.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { insertFields } from "../tables/tables.store.ts";
import { access } from "../workspaces/workspaces.access.ts";
import type { EditHow } from "./fields.edits.ts";
import { appendEdit, getField, getOwnField, missingField } from "./fields.edits.ts";
import { alterTable } from "./fields.lock.ts";
import { refusingTakenName } from "./fields.names.ts";
import { addColumn, findField, setFieldTrashed, updateFieldRow } from "./fields.store.ts";

interface Place {
  tableId: string;
  fieldId: string;
}

/** Adds a field with empty cells, at the end or before another. */
export async function createField(
  weft: Weft,
  actor: Actor,
  tableId: string,
  body: BodyOf<typeof contract.createField>,
): Promise<EditedField> {
  const granted = await access(weft, actor, "field.create", { tableId });
  const { name, description, type, options } = body;
  const field = { id: makeId("field"), name, description, type, options } as Field;
  return refusingTakenName(name, () =>
    alterTable(weft, tableId, async (trx) => {
      const table = await getGrantedTable(trx, granted);
      if (table.whole.fields.length >= limits.fieldsMax) throw tooMany();
      await refusingWidth(() => addColumn(trx, table, field));
      const position = await getPosition(trx, table, body.before ?? null);
      await insertFields(trx, tableId, [field], position);
      const edit = { tableId, kind: "fields.created", fieldId: field.id, before: null, after: field } as const;
      return { ...field, change: await appendEdit(trx, actor, edit, {}) };
    }),
  );
}

/** Renames, describes or moves a field; the log keeps beside a move what the field stood before, and stands before now. */
export async function updateField(
  weft: Weft,
  actor: Actor,
  { tableId, fieldId }: Place,
  { before, ...changes }: BodyOf<typeof contract.updateField>,
  how: EditHow = {},
): Promise<EditedField> {
  const granted = await access(weft, actor, "field.update", { tableId });
  const isMoved = before !== undefined && before !== fieldId;
  return refusingTakenName(changes.name ?? "", () =>
    alterTable(weft, tableId, async (trx) => {
      const table = await getGrantedTable(trx, granted);
      const old = getField(table, fieldId);
      await how.first?.(trx, old);
      if (Object.keys(changes).length === 0 && !isMoved) return { ...old, change: null };
      const from = isMoved ? { standsBefore: await findNext(trx, "fields", tableId, fieldId) } : {};
      const place = isMoved ? { position: await getPosition(trx, table, before, fieldId) } : {};
      await updateFieldRow(trx, fieldId, { ...changes, ...place });
      const updated = { ...old, ...changes };
      const sides = {
        before: { ...old, ...from },
        after: { ...updated, ...(isMoved ? { standsBefore: before } : {}) },
      };
      const edit = { tableId, kind: "fields.updated", fieldId, ...sides } as const;
      return { ...updated, change: await appendEdit(trx, actor, edit, how) };
    }),
  );
}

/** Puts a field with its cells into the trash. */
export async function deleteField(
  weft: Weft,
  actor: Actor,
  { tableId, fieldId }: Place,
  how: EditHow = {},
): Promise<{ change: number }> {
  const granted = await access(weft, actor, "field.delete", { tableId });
  return alterTable(weft, tableId, async (trx) => {
    await how.first?.(trx, null);
    const field = getOwnField(await getGrantedTable(trx, granted), fieldId);
    await setFieldTrashed(trx, fieldId, true);
    const edit = { tableId, kind: "fields.deleted", fieldId, before: field, after: null } as const;
    return { change: await appendEdit(trx, actor, edit, how) };
  });
}

/** Takes a field with its cells out of the trash; nothing happens to one that is not there. */
export async function restoreField(
  weft: Weft,
  actor: Actor,
  { tableId, fieldId }: Place,
  how: EditHow = {},
): Promise<EditedField> {
  const granted = await access(weft, actor, "field.delete", { tableId });
  const found = await findField(weft.db.data, tableId, fieldId);
  const { hiddenFieldIds } = await getGrantedTable(weft.db.data, granted);
  if (!found || hiddenFieldIds.includes(fieldId)) throw missingField(fieldId);
  const { field } = found;
  return refusingTakenName(field.name, () =>
    alterTable(weft, tableId, async (trx) => {
      await how.first?.(trx, null);
      const table = await getGrantedTable(trx, granted);
      if (found.isTrashed && table.whole.fields.length >= limits.fieldsMax) throw tooMany();
      if (!(await setFieldTrashed(trx, fieldId, false))) return { ...field, change: null };
      const edit = { tableId, kind: "fields.restored", fieldId, before: null, after: field } as const;
      return { ...field, change: await appendEdit(trx, actor, edit, how) };
    }),
  );
}

/** Where a field stands that comes before another, or (null) last; `field.not_found` when that one is not there. */
async function getPosition(
  trx: DataTransaction,
  table: GrantedTable,
  before: string | null,
  movedId?: string,
): Promise<number> {
  if (before !== null && table.hiddenFieldIds.includes(before)) throw missingField(before);
  const position = await findPosition(trx, "fields", table.id, before, movedId);
  if (position === undefined) throw missingField(before ?? "");
  return position;
}

/** Turns the database's own bound on columns into `field.too_many`. */
export async function refusingWidth(add: () => Promise<void>): Promise<void> {
  try {
    await add();
  } catch (error) {
    // PostgreSQL's own bound, which counts the columns of the trash too.
    if ((error as { code?: string }).code === "54011") throw tooMany();
    throw error;
  }
}

/** The refusal of one field too many. */
export function tooMany(): Problem {
  return new Problem(
    "field.too_many",
    phrase`A table holds at most ${limits.fieldsMax} fields, those of its trash counted beyond that: delete some first.`,
  );
}
