import type { BodyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/fields";
import type { EditedField } from "@weft/api/fields";
import type { Field } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import type { TableRules } from "@weft/model/grants/table-rules";
import { makeId } from "@weft/model/ids";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import { findNext, findPosition } from "../../database/positions.ts";
import type { Weft } from "../../weft.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { insertFields } from "../tables/tables.store.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { refusingWidth, tooMany } from "./fields.actions.ts";
import { appendEdit, getField } from "./fields.edits.ts";
import { alterTable } from "./fields.lock.ts";
import { refusingTakenName } from "./fields.names.ts";
import { addColumn, addCopiedColumn } from "./fields.store.ts";

/** Copies a field to the right of itself, with its values or empty; undone and redone like a field that was added. */
export async function duplicateField(
  weft: Weft,
  actor: Actor,
  { tableId, fieldId }: { tableId: string; fieldId: string },
  { name, withCells }: BodyOf<typeof contract.duplicateField>,
): Promise<EditedField> {
  const granted = await access(weft, actor, "field.create", { tableId });
  return refusingTakenName(name ?? "", () =>
    alterTable(weft, tableId, async (trx) => {
      const table = await getGrantedTable(trx, granted);
      const source = getField(table, fieldId);
      const { fields, rules } = table.whole;
      if (fields.length >= limits.fieldsMax) throw tooMany();
      const names = fields.map((field) => field.name);
      const field: Field = { ...source, id: makeId("field"), name: name ?? freeName(source.name, names) };
      await refusingWidth(() =>
        withCells ? addCopiedColumn(trx, table, field, source) : addColumn(trx, table, field),
      );
      // Where the next field stands, were it hidden from who copies this one.
      const next = await findNext(trx, "fields", tableId, fieldId);
      await insertFields(trx, tableId, [field], await findPosition(trx, "fields", tableId, next));
      if (rules?.fields[fieldId]) await keepRule(trx, tableId, rules, { of: fieldId, on: field.id });
      const edit = { tableId, kind: "fields.created", fieldId: field.id, before: null, after: field } as const;
      return { ...field, change: await appendEdit(trx, actor, edit, {}) };
    }),
  );
}

/** Hides a copy from whom the field is hidden. */
async function keepRule(trx: DataTransaction, tableId: string, rules: TableRules, field: { of: string; on: string }) {
  const rule = rules.fields[field.of];
  const fields = rule ? { ...rules.fields, [field.on]: rule } : rules.fields;
  await trx
    .updateTable("tables")
    .set({ rules: JSON.stringify({ ...rules, fields }) })
    .where("id", "=", tableId)
    .execute();
}

/** `Weight copy`, or `Weight copy 2` … where that is taken, in any case. */
function freeName(name: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((one) => one.toLowerCase()));
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? " copy" : ` copy ${number}`;
    const made = name.slice(0, limits.nameLengthMax - suffix.length).trimEnd() + suffix;
    if (!lower.has(made.toLowerCase())) return made;
  }
}
