import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/fields";
import type { EditedField } from "@weft/api/fields";
import { Problem } from "@weft/api/problems";
import type { Choice, Field, FieldShape } from "@weft/model/fields/field";
import { choiceColors } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import { sql } from "kysely";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import type { Granted } from "../workspaces/workspaces.access.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { conversionOf } from "./fields.conversion.ts";
import { appendEdit, auditEdit, getOwnField, refusePart } from "./fields.edits.ts";
import { alterTable } from "./fields.lock.ts";
import { convertColumn, countFates, listDistinctTexts, listLost, lockRows } from "./fields.retype.store.ts";
import { updateFieldRow } from "./fields.store.ts";

interface Place {
  tableId: string;
  fieldId: string;
}

const examplesMax = 20;
const choicesMax = 500;

/** Says from all rows what a retype would keep and lose; nothing is written. */
export async function previewRetype(
  weft: Weft,
  actor: Actor,
  { tableId, fieldId }: Place,
  shape: FieldShape,
): Promise<ReplyOf<typeof contract.previewRetype>> {
  const granted = await access(weft, actor, "field.update", { tableId });
  return inSnapshot(weft, async (trx) => {
    const { table, from, to, fates } = await readFates(trx, granted, fieldId, shape);
    return { ...fates, examples: fates.lost > 0 ? await listLost(trx, table, from, to, examplesMax) : [] };
  });
}

/**
 * Changes a field's type. Without `lose` it is refused if a single cell would be emptied or cut. The cells are looked
 * at before anybody is kept from the table, and again under the lock only if the change log has grown since. The old
 * column stays beside the new one.
 */
export async function retypeField(
  weft: Weft,
  actor: Actor,
  place: Place,
  { lose, ...shape }: BodyOf<typeof contract.retypeField>,
): Promise<EditedField> {
  const { tableId, fieldId } = place;
  const granted = await access(weft, actor, "field.update", { tableId });
  const seen = await inSnapshot(weft, (trx) => readFates(trx, granted, fieldId, shape as FieldShape));
  refuseLoss(seen.fates, lose);
  return alterTable(weft, tableId, async (trx) => {
    await lockRows(trx, seen.table);
    const { lastChange } = await getCatalogTable(trx, tableId);
    const isAsSeen = lastChange === seen.table.lastChange;
    const { table, from, to, fates } = isAsSeen ? seen : await readFates(trx, granted, fieldId, shape as FieldShape);
    refuseLoss(fates, lose);
    const edit = { tableId, kind: "fields.retyped", fieldId, before: from, after: to, lost: fates.lost } as const;
    const number = await appendEdit(trx, actor, edit, {});
    const { isSame } = conversionOf(sql.id(from.id), from, to);
    if (!isSame || fates.lost > 0) await convertColumn(trx, table, from, to, number);
    await updateFieldRow(trx, fieldId, { type: to.type, options: to.options } as Partial<Field>);
    await auditEdit(trx, actor, edit);
    return { ...to, change: number };
  });
}

interface Fates {
  table: GrantedTable;
  from: Field;
  to: Field;
  fates: { kept: number; lost: number };
}

async function readFates(trx: DataTransaction, granted: Granted, fieldId: string, shape: FieldShape): Promise<Fates> {
  const table = await getGrantedTable(trx, granted);
  const from = getOwnField(table, fieldId);
  refusePart(table);
  const to = await fillChoices(trx, table, from, shape);
  return { table, from, to, fates: await countFates(trx, table, from, to) };
}

/** Reads the catalog and the rows as they are at one moment. */
function inSnapshot<T>(weft: Weft, read: (trx: DataTransaction) => Promise<T>): Promise<T> {
  return weft.db.data.transaction().setAccessMode("read only").setIsolationLevel("repeatable read").execute(read);
}

function refuseLoss({ kept, lost }: Fates["fates"], mayLose: boolean): void {
  if (lost === 0 || mayLose) return;
  throw new Problem(
    "field.retype_loses",
    phrase`${lost} of ${lost + kept} values would be emptied or cut by this type. Look at the preview, mend them, or say that they may be lost.`,
  );
}

/** A choice field without choices gets those that its cells have, or had before: the 500 most frequent. */
async function fillChoices(trx: DataTransaction, table: GrantedTable, from: Field, shape: FieldShape): Promise<Field> {
  const { id, name, description } = from;
  const to = { id, name, description, type: shape.type, options: shape.options } as Field;
  if (to.type !== "choice" || to.options.choices.length > 0) return to;
  if (from.type === "choice") return { ...to, options: from.options };
  const names = await listDistinctTexts(trx, table, from, choicesMax);
  const choices = names.map((text, index): Choice => {
    return { name: text, color: choiceColors[index % choiceColors.length] as Choice["color"] };
  });
  return { ...to, options: { choices } };
}
