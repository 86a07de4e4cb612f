import { keepSigns } from "@weft/model/texts/french-signs";
import type { Language } from "@weft/model/texts/phrase";
import { languages } from "@weft/model/texts/phrase";
import type { AreaMessages, EverydayMessages, Phrases } from "./messages.ts";

/** Each language by its own name. */
export const languageNames: Record<Language, string> = { en: "English", fr: "Français" };

const everyday: Record<Language, () => Promise<Phrases<EverydayMessages>>> = {
  en: async () => (await import("./en.ts")).en,
  fr: async () => keepAllSigns((await import("./fr.ts")).fr),
};

const areas: Record<Language, () => Promise<Phrases<AreaMessages>>> = {
  en: async () => (await import("./en.areas.ts")).enAreas,
  fr: async () => keepAllSigns((await import("./fr.areas.ts")).frAreas),
};

function keepAllSigns<T>(texts: T): T {
  if (typeof texts === "string") return keepSigns(texts) as T;
  return Object.fromEntries(Object.entries(texts as object).map(([key, part]) => [key, keepAllSigns(part)])) as T;
}

/** The texts of every page in a language; each language is a file of its own that only its readers fetch. */
export function loadEveryday(language: Language): Promise<Phrases<EverydayMessages>> {
  return everyday[language]();
}

/** The texts of all that is not a table's own page, where people spend their day. */
export function loadAreas(language: Language): Promise<Phrases<AreaMessages>> {
  return areas[language]();
}

/** Whether the page of a route says texts of the areas; `languages.areas.test.ts` holds the one that does not to it. */
export function saysAreas(routeName: string): boolean {
  return routeName !== "tables-tableId";
}

/** Whether Weft speaks `value`. */
export function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language);
}

/** The locales of an Accept-Language header that can be used, in its order. */
export function acceptedLocales(header: string): string[] {
  const locales = header.split(",").map((part) => part.split(";")[0]?.trim() ?? "");
  return locales.filter((locale) => /^[a-z]{2}-[A-Z]{2}$/.test(locale));
}

/** Where a browser names no region for the language: day before month in both, as most countries write. */
const usualLocales: Record<Language, string> = { en: "en-GB", fr: "fr-FR" };

/** The language in the first of `locales` that is of it: how dates and numbers are written, and read when typed. */
export function localeOf(language: Language, locales: readonly string[]): string {
  return locales.find((locale) => locale.startsWith(`${language}-`)) ?? usualLocales[language];
}

/** The first language of an Accept-Language header that Weft speaks (headers come in order of preference); else English. */
export function preferredLanguage(header: string): Language {
  const wanted = header.split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLanguage) ?? "en";
}
