import type { Catalog, Language, PhraseValue } from "@weft/model/texts/phrase";
import { keepSigns } from "@weft/model/texts/french-signs";
import { languages, translate } from "@weft/model/texts/phrase";
import { frenchCatalogs } from "./fr/french.ts";

const french = frenchCatalogs.flatMap((catalog) => Object.entries(catalog));
const catalogs: Record<Language, Catalog> = {
  en: {},
  fr: Object.fromEntries(french.map(([english, said]) => [english, keepSigns(said)])),
};

/** Says something that the server has written, in a person's language. */
export function say(said: PhraseValue, language: Language): string {
  return translate(said, language, catalogs[language]);
}

/** A language as it stands in the database; English when it is none we speak. */
export function readLanguage(kept: string | null | undefined): Language {
  return languages.find((known) => known === kept) ?? "en";
}

/** The language of ours that an Accept-Language header likes best, English when it names none. */
export function acceptedLanguage(header: string | undefined): Language {
  const liked = (header ?? "").split(",").map((part) => {
    const [range = "", ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    return { language: languages.find((known) => known === range.split("-")[0]), quality: Number(quality ?? 1) };
  });
  // The sort is stable: of two liked equally, the first.
  const [best] = liked.filter(({ language, quality }) => language && quality > 0).sort((a, b) => b.quality - a.quality);
  return best?.language ?? "en";
}
