import type { Weft } from "../../weft.ts";

/** Names of people by id; who is gone, or null, has none. */
export async function findPersonNames(weft: Weft, personIds: readonly (string | null)[]): Promise<Map<string, string>> {
  const ids = [...new Set(personIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const people = await weft.db.people.selectFrom("people").select(["id", "name"]).where("id", "in", ids).execute();
  return new Map(people.map((person) => [person.id, person.name]));
}
