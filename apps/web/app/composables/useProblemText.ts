import { Problem } from "@weft/api/problems";
import { apiFrench } from "@weft/api/texts-fr";
import type { Catalog, Language } from "@weft/model/texts/phrase";
import { translate } from "@weft/model/texts/phrase";
import { useText } from "./useText.ts";

const catalogs: Record<Language, Catalog> = { en: {}, fr: apiFrench };

/** Why something failed, as this person reads it. The server's words are in their language already; the client's own are not. */
export function useProblemText(): (error: unknown) => string {
  const { t, language } = useText();
  return (error) =>
    error instanceof Problem
      ? translate(error.text, language.value, catalogs[language.value])
      : t("common.unreachable");
}
