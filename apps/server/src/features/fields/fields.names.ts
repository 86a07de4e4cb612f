import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";

/** Refuses field names of one table that are the same but for case, naming each at its place in `fields`. */
export function checkFieldNames(names: readonly string[]): void {
  const firstAt = new Map<string, number>();
  const faults: Fault[] = [];
  for (const [index, name] of names.entries()) {
    const first = firstAt.get(name.toLowerCase());
    if (first === undefined) firstAt.set(name.toLowerCase(), index);
    else faults.push({ path: `fields.${index}.name`, message: phrase`is the name of field ${first + 1} too` });
  }
  if (faults.length > 0)
    throw new Problem("field.name_taken", phrase`Two fields of a table cannot have the same name: rename one.`, faults);
}

/** Turns the database's refusal of a second field of one name into `field.name_taken`. */
export async function refusingTakenName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== "fields_name") throw error;
    const text = phrase`Another field of this table is called “${name}”: choose another name.`;
    throw new Problem("field.name_taken", text, [{ path: "name", message: phrase`is taken` }]);
  }
}
