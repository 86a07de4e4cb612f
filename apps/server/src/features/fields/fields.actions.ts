import type { BodyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/fields";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import { insertFields } from "../tables/tables.store.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { alterTable } from "./fields.lock.ts";
import { refusingTakenName } from "./fields.names.ts";
import {
  addColumn,
  findField,
  listPositions,
  renumberFields,
  setFieldTrashed,
  updateFieldRow,
} from "./fields.store.ts";

/** Adds a field with empty cells, at the end or before another. */
export async function createField(
  weft: Weft,
  actor: Actor,
  tableId: string,
  body: BodyOf<typeof contract.createField>,
): Promise<Field> {
  await access(weft, actor, "field.create", { tableId });
  const { name, description, type, options } = body;
  const field = { id: makeId("field"), name, description, type, options } as Field;
  await refusingTakenName(name, () =>
    alterTable(weft, tableId, async (trx) => {
      const table = await getCatalogTable(trx, tableId);
      if (table.fields.length >= limits.fieldsMax) throw tooMany();
      await refusingWidth(() => addColumn(trx, table, field));
      const position = await positionBefore(trx, tableId, body.before ?? null);
      await insertFields(trx, tableId, [field], position);
      await appendEdit(trx, actor, tableId, "fields.created", field.id, null, field);
    }),
  );
  return field;
}

/** Renames, describes or moves a field. */
export async function updateField(
  weft: Weft,
  actor: Actor,
  { tableId, fieldId }: { tableId: string; fieldId: string },
  { before, ...changes }: BodyOf<typeof contract.updateField>,
): Promise<Field> {
  await access(weft, actor, "field.update", { tableId });
  return refusingTakenName(changes.name ?? "", () =>
    alterTable(weft, tableId, async (trx) => {
      const old = await getField(trx, tableId, fieldId);
      const updated = { ...old, ...changes };
      const position =
        before === undefined || before === fieldId
          ? {}
          : { position: await positionBefore(trx, tableId, before, fieldId) };
      if (Object.keys({ ...changes, ...position }).length === 0) return old;
      await updateFieldRow(trx, fieldId, { ...changes, ...position });
      await appendEdit(trx, actor, tableId, "fields.updated", fieldId, old, { ...updated, ...position });
      return updated;
    }),
  );
}

/** Puts a field with its cells into the trash. */
export async function deleteField(
  weft: Weft,
  actor: Actor,
  { tableId, fieldId }: { tableId: string; fieldId: string },
): Promise<void> {
  await access(weft, actor, "field.delete", { tableId });
  await alterTable(weft, tableId, async (trx) => {
    const field = await getField(trx, tableId, fieldId);
    await setFieldTrashed(trx, fieldId, true);
    await appendEdit(trx, actor, tableId, "fields.deleted", fieldId, field, null);
  });
}

/** Takes a field with its cells out of the trash; nothing happens to one that is not there. */
export async function restoreField(
  weft: Weft,
  actor: Actor,
  { tableId, fieldId }: { tableId: string; fieldId: string },
): Promise<Field> {
  await access(weft, actor, "field.delete", { tableId });
  const found = await findField(weft.db.data, tableId, fieldId);
  if (!found) throw missingField(fieldId);
  const { field } = found;
  await refusingTakenName(field.name, () =>
    alterTable(weft, tableId, async (trx) => {
      const table = await getCatalogTable(trx, tableId);
      if (found.isTrashed && table.fields.length >= limits.fieldsMax) throw tooMany();
      if (!(await setFieldTrashed(trx, fieldId, false))) return;
      await appendEdit(trx, actor, tableId, "fields.restored", fieldId, null, field);
    }),
  );
  return field;
}

/** A field that is not in the trash, or `field.not_found`. */
export async function getField(trx: DataTransaction, tableId: string, fieldId: string): Promise<Field> {
  const found = await findField(trx, tableId, fieldId);
  if (!found || found.isTrashed) throw missingField(fieldId);
  return found.field;
}

/** Writes a schema edit as a change whose detail holds the field before and after; null = it was or is not there. */
export async function appendEdit(
  trx: DataTransaction,
  actor: Actor,
  tableId: string,
  kind: "fields.created" | "fields.updated" | "fields.retyped" | "fields.deleted" | "fields.restored",
  fieldId: string,
  before: Field | null,
  after: Field | null,
): Promise<number> {
  const taken = await takeNumber(trx, tableId);
  if (!taken) throw new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
  await appendChange(trx, actor, { tableId, number: taken.number, kind, detail: { fieldId, before, after } });
  return taken.number;
}

async function positionBefore(
  trx: DataTransaction,
  tableId: string,
  before: string | null,
  movedId?: string,
): Promise<number> {
  const read = async () => (await listPositions(trx, tableId)).filter((field) => field.id !== movedId);
  let fields = await read();
  if (before === null) return (fields.at(-1)?.position ?? 0) + 1;
  const index = fields.findIndex((field) => field.id === before);
  if (index === -1) throw missingField(before);
  const gap = () => (fields[index]?.position ?? 1) - (fields[index - 1]?.position ?? 0);
  // Halved too often, positions would run into each other.
  if (gap() < 1e-6) {
    await renumberFields(trx, tableId);
    fields = await read();
  }
  return (fields[index]?.position ?? 1) - gap() / 2;
}

async function refusingWidth(add: () => Promise<void>): Promise<void> {
  try {
    await add();
  } catch (error) {
    // PostgreSQL's own bound, which counts the columns of the trash too.
    if ((error as { code?: string }).code === "54011") throw tooMany();
    throw error;
  }
}

function tooMany(): Problem {
  return new Problem(
    "field.too_many",
    phrase`A table holds at most ${limits.fieldsMax} fields, those of its trash counted beyond that: delete some first.`,
  );
}

function missingField(fieldId: string): Problem {
  return new Problem("field.not_found", phrase`There is no field ${fieldId} in this table; it may be in the trash.`);
}
