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
    return { ...field, options: { choices: withChoices(field.name, field.options.choices, names) } };
  });
}

/**
 * Writes the choices that the file has brought to fields that are there already, beside those that others have added
 * since the load began. Call it when the table's number is taken: nobody else adds any from then on.
 */
export async function extendChoices(
  trx: DataTransaction,
  columns: readonly PlannedColumn[],
  newChoices: ReadonlyMap<number, string[]>,
): Promise<void> {
  const extended = columns.filter(({ index, isNew }) => !isNew && (newChoices.get(index)?.length ?? 0) > 0);
  for (const { index, field } of extended) {
    const choices = await offeredChoices(trx, field.id);
    const offered = new Set(choices.map(({ name }) => name));
    const names = (newChoices.get(index) ?? []).filter((name) => !offered.has(name));
    const options = { choices: withChoices(field.name, choices, names) };
    await trx
      .updateTable("fields")
      .set({ options: JSON.stringify(options) })
      .where("id", "=", field.id)
      .execute();
  }
}

async function offeredChoices(trx: DataTransaction, fieldId: string): Promise<Choice[]> {
  const { options } = await trx
    .selectFrom("fields")
    .select("options")
    .where("id", "=", fieldId)
    .executeTakeFirstOrThrow();
  return (options as { choices?: Choice[] }).choices ?? [];
}

function withChoices(field: string, choices: readonly Choice[], names: readonly string[]): Choice[] {
  const all = [...choices];
  for (const name of names) all.push({ name, color: choiceColors[all.length % choiceColors.length] ?? "gray" });
  if (all.length > choicesMax) throw tooManyChoices(field);
  return all;
}

function tooManyChoices(name: string): Problem {
  return new Problem(
    "import.failed",
    phrase`The field “${name}” would have more than ${choicesMax} choices. Nothing was loaded: make it a text field and begin again.`,
  );
}
