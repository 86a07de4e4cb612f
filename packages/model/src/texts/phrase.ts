/** What Weft speaks. English is what texts are written in and looked up by. */
export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

/** A sentence for a person before anybody knows which language they read: JSON, so that it can be kept and said later. */
export interface Phrase {
  /** The English with numbered holes: `There is no table {0}.` */
  readonly template: string;
  readonly values: readonly PhraseValue[];
}

/** What fills a hole: names as they are, numbers as the language writes them, texts translated too. */
export type PhraseValue = string | number | Phrase | PhraseList;

/** Several things in one hole. */
interface PhraseList {
  readonly parts: readonly PhraseValue[];
  readonly between: PhraseValue;
}

/** What each English template is called in another language. */
export type Catalog = Readonly<Record<string, string>>;

const templates = new WeakMap<TemplateStringsArray, string>();

/** Writes a text: phrase`There is no table ${id}.` A test finds every one in the sources and asks for its French. */
export function phrase(strings: TemplateStringsArray, ...values: PhraseValue[]): Phrase {
  let template = templates.get(strings);
  if (template === undefined) {
    template = strings.reduce((all, part, index) => `${all}{${index - 1}}${part}`);
    templates.set(strings, template);
  }
  return { template, values };
}

/** Several things in a row, with what stands between two of them. */
export function listed(parts: readonly PhraseValue[], between: PhraseValue = ", "): PhraseList {
  return { parts, between };
}

const plainly: Catalog = {};

/** Says something in a language; a template its catalog lacks stays English. */
export function translate(said: PhraseValue, language: Language, catalog: Catalog): string {
  if (typeof said === "string") return said;
  if (typeof said === "number") return numbers[language].format(said);
  if ("parts" in said)
    return said.parts
      .map((part) => translate(part, language, catalog))
      .join(translate(said.between, language, catalog));
  return (catalog[said.template] ?? said.template).replaceAll(/\{(\d+)\}/g, (hole, index: string) => {
    const value = said.values[Number(index)];
    return value === undefined ? hole : translate(value, language, catalog);
  });
}

/** Says something in English: for logs, programs and whoever has no other language. */
export function inEnglish(said: PhraseValue): string {
  return translate(said, "en", plainly);
}

const numbers: Record<Language, Intl.NumberFormat> = {
  // As programs and logs have always read them.
  en: new Intl.NumberFormat("en", { useGrouping: false, maximumFractionDigits: 20 }),
  fr: new Intl.NumberFormat("fr", { useGrouping: "min2", maximumFractionDigits: 20 }),
};
