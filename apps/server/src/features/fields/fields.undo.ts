import type { Field } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { refusal, refuseUndone } from "../changes/changes.refusals.ts";
import type { LoggedChange } from "../changes/changes.undo.store.ts";
import { deleteField, restoreField, updateField } from "./fields.actions.ts";
import type { EditHow, EditSide } from "./fields.edits.ts";
import { undoRetype } from "./fields.retype.undo.ts";

/** What takes back an edit of a field; where the field is not as the edit left it, it is refused. */
type FieldUndo = (weft: Weft, actor: Actor, tableId: string, change: LoggedChange) => Promise<unknown>;

const trash: FieldUndo = (weft, actor, tableId, change) =>
  deleteField(weft, actor, { tableId, fieldId: fieldOf(change) }, howOf(tableId, change));

/** By kind of change; each asks for the permission that the opposite edit needs. */
export const fieldUndos = {
  "fields.created": trash,
  "fields.restored": trash,
  "fields.deleted": (weft, actor, tableId, change) =>
    restoreField(weft, actor, { tableId, fieldId: fieldOf(change) }, howOf(tableId, change)),
  "fields.updated": undoUpdate,
  "fields.retyped": (weft, actor, tableId, change) => {
    const detail = change.detail as { fieldId: string; before: Field; after: Field; lost?: number };
    const { number, undoes } = change;
    return undoRetype(weft, actor, tableId, { ...detail, number, undoes }, howOf(tableId, change));
  },
} satisfies Record<string, FieldUndo>;

const words = { name: phrase`name`, description: phrase`description` };
const choicesStay = phrase`Choices that came with cells stay: take them away in the field's settings.`;

async function undoUpdate(weft: Weft, actor: Actor, tableId: string, change: LoggedChange): Promise<void> {
  const fieldId = fieldOf(change);
  const { before, after } = change.detail as { before: EditSide; after: EditSide };
  if (JSON.stringify(before.options) !== JSON.stringify(after.options)) throw refusal(choicesStay);
  const touched = (Object.keys(words) as (keyof typeof words)[]).filter((key) => before[key] !== after[key]);
  const { first, ...how } = howOf(tableId, change);
  await updateField(
    weft,
    actor,
    { tableId, fieldId },
    {
      ...Object.fromEntries(touched.map((key) => [key, before[key]])),
      ...("standsBefore" in before ? { before: before.standsBefore } : {}),
    },
    {
      ...how,
      async first(trx: DataTransaction, field: Field | null) {
        await first(trx);
        for (const key of touched)
          if (field?.[key] !== after[key])
            throw refusal(
              phrase`${field?.name ?? fieldId} has got another ${words[key]} since: change it back by hand.`,
            );
      },
    },
  );
}

function fieldOf({ detail }: LoggedChange): string {
  const { fieldId } = detail as { fieldId?: string };
  if (!fieldId) throw refusal(choicesStay);
  return fieldId;
}

function howOf(tableId: string, { number }: LoggedChange) {
  return {
    undoes: number,
    first: (trx: DataTransaction) => refuseUndone(trx, tableId, number),
  } satisfies EditHow;
}
