import type { en } from "./en.ts";

/** The shape of all texts; English says which keys there are. */
export type Messages = typeof en;

/** The same keys with any words: a language that lacks one does not compile. */
export type Phrases<T> = { [K in keyof T]: T[K] extends string ? string : Phrases<T[K]> };

type Leaves<T, Before extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Leaves<T[K], `${Before}${K}.`>;
}[keyof T & string];

/** A text's name, such as `imports.cancel`. */
export type TextKey = Leaves<Messages>;
