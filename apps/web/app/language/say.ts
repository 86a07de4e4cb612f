import type { Language } from "@weft/model/texts/phrase";
import type { TextKey, Texts } from "./messages.ts";

type Branch = { [name: string]: string | Branch };

/** Which of `one | many` or of `none | one | many` is said of a count. */
const formOf: Record<Language, (count: number, forms: number) => number> = {
  en: (count, forms) => (forms < 3 ? Number(count !== 1) : Math.min(2, count)),
  fr: (count, forms) => (forms > 2 && count === 0 ? 0 : Number(count >= 2) + Number(forms > 2)),
};

/** The text under `key` with `{name}` replaced by its value and the form that fits `count`; its key where it is missing. */
export function say(
  texts: Texts,
  language: Language,
  key: TextKey,
  values: Record<string, string | number>,
  count: number,
): string {
  const found = key.split(".").reduce<string | Branch | undefined>(stepInto, texts as Branch);
  if (typeof found !== "string") return key;
  const forms = found.split(" | ");
  const form = forms[formOf[language](Math.abs(count), forms.length)] ?? (forms.at(-1) as string);
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function stepInto(branch: string | Branch | undefined, name: string): string | Branch | undefined {
  return typeof branch === "object" ? branch[name] : undefined;
}
