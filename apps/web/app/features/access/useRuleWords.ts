import type { RulesShown } from "@weft/api/rules";
import type { Field } from "@weft/model/fields/field";
import { useText } from "../../composables/useText.ts";
import { filterInWords } from "../table/filter-words.ts";
import { useFilterWords } from "../table/useFilterWords.ts";

/** Rules of rows as sentences about a person. */
export function useRuleWords(fields: () => readonly Field[]) {
  const { t } = useText();
  const words = useFilterWords();

  function rowsInWords(rows: RulesShown[number]["rows"]): string {
    if (rows === "own") return t("access.ownRows");
    if (rows === null) return t("access.otherRows");
    return t("access.someRows", { filter: filterInWords(rows, fields(), words.value) });
  }

  return { rowsInWords };
}
