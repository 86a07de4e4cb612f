import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { field, fieldShape, idOf, name } from "./shapes.ts";

const tableParams = z.object({ tableId: idOf("table") });
const fieldParams = z.object({ tableId: idOf("table"), fieldId: idOf("field") });

/** The number under which an edit stands in the table's log, to undo it by; null where nothing was to be changed. */
const edit = z.object({ change: z.int().nullable() });
const editedField = field.and(edit);
export type EditedField = z.output<typeof editedField>;

export const createField = endpoint({
  name: "fields.create",
  method: "POST",
  path: "/tables/:tableId/fields",
  summary: "Adds a field, at the end or before another.",
  access: "any",
  permission: "field.create",
  params: tableParams,
  body: fieldShape.and(
    z.object({ name, description: z.string().max(2000).nullable().default(null), before: idOf("field").optional() }),
  ),
  reply: editedField,
  status: 201,
  problems: ["table.not_found", "field.name_taken", "field.too_many", "table.busy"],
});

export const duplicateField = endpoint({
  name: "fields.duplicate",
  method: "POST",
  path: "/tables/:tableId/fields/:fieldId/duplicate",
  summary: "Copies a field, with its values or empty, to the right of itself.",
  access: "any",
  permission: "field.create",
  params: fieldParams,
  body: z.object({
    /** Absent = the field's own name with “copy” behind it. */
    name: name.optional(),
    withCells: z.boolean().default(true),
  }),
  reply: editedField,
  status: 201,
  problems: ["table.not_found", "field.not_found", "field.name_taken", "field.too_many", "table.busy"],
});

export const updateField = endpoint({
  name: "fields.update",
  method: "PATCH",
  path: "/tables/:tableId/fields/:fieldId",
  summary: "Renames, describes or moves a field.",
  access: "any",
  permission: "field.update",
  params: fieldParams,
  body: z.object({
    name: name.optional(),
    description: z.string().max(2000).nullable().optional(),
    /** The field it shall stand before; null = last. */
    before: idOf("field").nullable().optional(),
  }),
  reply: editedField,
  problems: ["table.not_found", "field.not_found", "field.name_taken"],
});

export const previewRetype = endpoint({
  name: "fields.preview_retype",
  method: "POST",
  path: "/tables/:tableId/fields/:fieldId/retype/preview",
  summary: "Says, from all rows, what changing a field's type would keep and what it would lose.",
  access: "any",
  permission: "field.update",
  params: fieldParams,
  body: fieldShape,
  reply: z.object({
    kept: z.int(),
    lost: z.int(),
    /** At most 20 of the values that would become empty or be cut (a time of day, decimals, leading zeros). */
    examples: z.array(z.object({ rowId: z.int(), value: z.string() })),
  }),
  problems: ["table.not_found", "field.not_found"],
});

export const retypeField = endpoint({
  name: "fields.retype",
  method: "POST",
  path: "/tables/:tableId/fields/:fieldId/retype",
  summary: "Changes a field's type, keeping what can be kept; refused if values would be lost unless `lose` says so.",
  access: "any",
  permission: "field.update",
  params: fieldParams,
  body: fieldShape.and(z.object({ lose: z.boolean().default(false) })),
  reply: editedField,
  problems: ["table.not_found", "field.not_found", "field.retype_loses", "table.busy"],
});

export const deleteField = endpoint({
  name: "fields.delete",
  method: "DELETE",
  path: "/tables/:tableId/fields/:fieldId",
  summary: "Puts a field with its values into the trash.",
  access: "any",
  permission: "field.delete",
  params: fieldParams,
  reply: edit,
  problems: ["table.not_found", "field.not_found", "table.busy"],
});

export const restoreField = endpoint({
  name: "fields.restore",
  method: "POST",
  path: "/tables/:tableId/fields/:fieldId/restore",
  summary: "Takes a field with its values out of the trash.",
  access: "any",
  permission: "field.delete",
  params: fieldParams,
  reply: editedField,
  problems: ["table.not_found", "field.not_found", "field.name_taken"],
});
