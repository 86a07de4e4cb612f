import type { Language, PhraseValue } from "@weft/model/texts/phrase";
import { say } from "../../language/say.ts";

/** Says a text of a notice with its numbers as people write them: 1,000,000. */
export function sayNotice(said: PhraseValue, language: Language): string {
  return say(spellNumbers(said, new Intl.NumberFormat(language)), language);
}

function spellNumbers(said: PhraseValue, numbers: Intl.NumberFormat): PhraseValue {
  if (typeof said === "number") return numbers.format(said);
  if (typeof said === "string") return said;
  const spell = (part: PhraseValue) => spellNumbers(part, numbers);
  if ("parts" in said) return { parts: said.parts.map(spell), between: said.between };
  return { template: said.template, values: said.values.map(spell) };
}
