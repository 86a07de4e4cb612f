import { fieldTypes, choiceColors, limits } from "@weft/model/fields/field";
import type { JsonValue } from "@weft/model/fields/field";
import type { IdKind } from "@weft/model/ids";
import { idPrefixes, isId } from "@weft/model/ids";
import type { Phrase } from "@weft/model/texts/phrase";
import { inEnglish, phrase } from "@weft/model/texts/phrase";
import { grantedRoles, roles } from "@weft/model/permissions";
import { z } from "zod";

/** A fault of a shape that a door can say in the caller's language; its `message` is the English. */
export function says(said: Phrase): { message: string; params: { said: Phrase } } {
  return { message: inEnglish(said), params: { said } };
}

/** An id of one kind, such as `tbl4k2j…`. */
export function idOf(kind: IdKind) {
  return z
    .string()
    .refine(
      (text) => isId(kind, text),
      says(phrase`is not an id of this kind: it begins with ${idPrefixes[kind]} and has 17 characters`),
    );
}

export const name = z
  .string()
  .trim()
  .min(1, phrase`may not be empty`.template)
  .max(limits.nameLengthMax);
export const at = z.iso.datetime({ offset: true });
export const role = z.enum(roles);
export const grantedRole = z.enum(grantedRoles);
export const personId = z.string().min(1).max(64);
export const fieldType = z.enum(fieldTypes);
export const jsonValue = z.json() as z.ZodType<JsonValue>;

/** Row ids are whole numbers, unique in their table, never used again. */
export const rowId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const none = z.strictObject({});
const choice = z.object({ name: z.string().trim().min(1).max(200), color: z.enum(choiceColors) });

/** Options by field type, as in `FieldOptions`. */
export const fieldShape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), options: none.default({}) }),
  z.object({ type: z.literal("long_text"), options: none.default({}) }),
  z.object({
    type: z.literal("number"),
    options: z.object({ decimals: z.int().min(0).max(20).nullable() }).default({ decimals: null }),
  }),
  z.object({ type: z.literal("boolean"), options: none.default({}) }),
  z.object({ type: z.literal("date"), options: none.default({}) }),
  z.object({ type: z.literal("datetime"), options: z.object({ zoned: z.boolean() }).default({ zoned: false }) }),
  z.object({
    type: z.literal("choice"),
    options: z.object({ choices: z.array(choice).max(500) }).default({ choices: [] }),
  }),
  z.object({ type: z.literal("url"), options: none.default({}) }),
  z.object({ type: z.literal("email"), options: none.default({}) }),
  z.object({ type: z.literal("json"), options: none.default({}) }),
]);

export const field = fieldShape.and(z.object({ id: z.string(), name: z.string(), description: z.string().nullable() }));

/** `true`/`false`/`1`/`0` in a query string. */
export const flag = z.union([
  z.boolean(),
  z.enum(["true", "1", "false", "0"]).transform((text) => text === "true" || text === "1"),
]);

/** How lists page: pass `next` of the last answer as `cursor`; `next: null` ends. */
export const page = {
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  cursor: z.string().max(4000).optional(),
};
