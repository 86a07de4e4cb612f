import type { enAreas } from "./en.areas.ts";
import type { en } from "./en.ts";

/** The shape of the texts that come with every page; English says which keys there are. */
export type EverydayMessages = typeof en;

/** The shape of the texts that a table's own page does without. */
export type AreaMessages = typeof enAreas;

export type Messages = EverydayMessages & AreaMessages;

/** Texts at hand: those of every page, and of the areas where a page has fetched them. */
export type Texts = Phrases<EverydayMessages> & Partial<Phrases<AreaMessages>>;

/** The same keys with any words: a language that lacks one does not compile. */
export type Phrases<T> = { [K in keyof T]: T[K] extends string ? string : Phrases<T[K]> };

type Leaves<T, Before extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Leaves<T[K], `${Before}${K}.`>;
}[keyof T & string];

/** A text's name, such as `imports.cancel`. */
export type TextKey = Leaves<Messages>;
