import { Problem } from "@weft/api/problems";
import type { Choice, Field } from "@weft/model/fields/field";
import { choiceColors } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import type { DataTransaction } from "../../../database/databases.ts";
import type { PlannedColumn } from "../imports.columns.ts";

const choicesMax = 500;

/** The columns' fields, with the choices that the file has brought. */
export function addChoices(columns: readonly PlannedColumn[], newChoices: ReadonlyMap<number, string[]>): Field[] {
  return columns.map(({ index, field }) => {
    const names = newChoices.get(index) ?? [];
    if (field.type !== "choice" || names.length === 0) return field;
    const choices: Choice[] = [...field.options.choices];
    for (const name of names)
      choices.push({ name, color: choiceColors[choices.length % choiceColors.length] ?? "gray" });
    if (choices.length > choicesMax) throw tooManyChoices(field.name);
    return { ...field, options: { choices } };
  });
}

/** Writes the choices that the file has brought to fields that are there already. */
export async function extendChoices(
  trx: DataTransaction,
  columns: readonly PlannedColumn[],
  newChoices: ReadonlyMap<number, string[]>,
): Promise<void> {
  const extended = columns.filter(({ index, isNew }) => !isNew && (newChoices.get(index)?.length ?? 0) > 0);
  for (const field of addChoices(extended, newChoices))
    await trx
      .updateTable("fields")
      .set({ options: JSON.stringify(field.options) })
      .where("id", "=", field.id)
      .execute();
}

function tooManyChoices(name: string): Problem {
  return new Problem(
    "import.failed",
    phrase`The field “${name}” would have more than ${choicesMax} choices. Nothing was loaded: make it a text field and begin again.`,
  );
}
