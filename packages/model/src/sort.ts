import type { Field } from "./fields/field.ts";
import { findField } from "./fields/find-field.ts";
import type { Sort } from "./filter.ts";
import type { Phrase } from "./texts/phrase.ts";
import { phrase } from "./texts/phrase.ts";

/** Rows are sorted by at most so many fields. */
export const sortsMax = 10;

/** `a,b\,c` → ["a", "b,c"]: names separated by commas; a backslash keeps the character after it. Empty ones fall away. */
export function splitNames(text: string): string[] {
  return splitParts(text).map(unescape);
}

/** The parts of a list, each as it is written: with its signs and backslashes. */
export function splitParts(text: string): string[] {
  return (text.match(/(?:\\.|[^,\\])+/gs) ?? []).map((part) => part.trim()).filter(Boolean);
}

function unescape(part: string): string {
  return part.replace(/\\(.)/gs, "$1");
}

/** `-Age,Name` as sorts by field id, the first counting most; faults name what is unknown or stands twice. */
export function parseSort(
  text: string,
  fields: readonly Pick<Field, "id" | "name">[],
): { ok: true; sorts: Sort[] } | { ok: false; faults: Phrase[] } {
  const sorts: Sort[] = [];
  const faults: Phrase[] = [];
  for (const part of splitParts(text)) {
    const name = unescape(part.replace(/^[-+]/, ""));
    const field = findField(fields, name) ?? findField(fields, unescape(part));
    if (!field) faults.push(phrase`there is no field ${name}`);
    else if (sorts.some((sort) => sort.field === field.id)) faults.push(phrase`${field.name} stands twice`);
    else sorts.push({ field: field.id, direction: part.startsWith("-") && findField(fields, name) ? "desc" : "asc" });
  }
  if (sorts.length > sortsMax) faults.push(phrase`at most ${sortsMax} fields can be sorted by`);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, sorts };
}
