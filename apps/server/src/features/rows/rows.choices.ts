import type { Choice, Field } from "@weft/model/fields/field";
import { choiceColors } from "@weft/model/fields/field";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import { appendChange } from "../changes/changes.store.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";

/** As many as the contract lets a field have. */
const choicesMax = 500;

/** Adds choices that were typed to their fields, as one change of the schema under a number already taken. */
export async function addChoices(
  trx: DataTransaction,
  actor: Actor,
  table: GrantedTable,
  newChoices: Map<string, string[]>,
  number: number,
): Promise<void> {
  const edits: { fieldId: string; before: Field; after: Field }[] = [];
  for (const [fieldId, names] of newChoices) {
    const field = table.fields.find((field) => field.id === fieldId);
    if (field?.type !== "choice") continue;
    const choices = field.options.choices.concat(names.map((name, index) => makeChoice(name, field, index)));
    if (choices.length > choicesMax)
      throw new Problem(
        "row.invalid",
        phrase`${field.name} has ${choicesMax} choices already: make it a text field instead.`,
      );
    edits.push({ fieldId, before: field, after: { ...field, options: { choices } } });
    await trx
      .updateTable("fields")
      .set({ options: JSON.stringify({ choices }) })
      .where("id", "=", fieldId)
      .execute();
  }
  const [first] = edits;
  await appendChange(trx, actor, {
    tableId: table.id,
    number,
    kind: "fields.updated",
    detail: edits.length === 1 && first ? { ...first } : { fields: edits },
  });
}

function makeChoice(name: string, field: Field & { type: "choice" }, index: number): Choice {
  const color = choiceColors[(field.options.choices.length + index) % choiceColors.length] ?? "gray";
  return { name, color };
}
