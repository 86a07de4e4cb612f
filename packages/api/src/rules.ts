import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { issue } from "./problems.ts";
import { filter } from "./rows.ts";
import { grantedRole, idOf, personId, role } from "./shapes.ts";

const params = z.object({ tableId: idOf("table") });

/** `{"me": "unit"}` as a value of a row rule's filter stands for the person's attribute of that name, their `id` or their `email`. */
const ruledRows = z.union([z.literal("own"), filter]);

export const tableRules = z.object({
  tableId: z.string(),
  fields: z.array(
    z.object({
      field: z.string(),
      name: z.string(),
      /** The weakest role that sees the field; for weaker ones it is not there. */
      sees: role,
      /** The weakest role that changes it. */
      changes: role,
      /** It binds the caller, who therefore cannot change it. */
      fixed: z.boolean(),
    }),
  ),
  /** Each binds everybody up to a role; all that bind somebody hold at once. Owners are bound by none. */
  rows: z.array(z.object({ upTo: role.exclude(["owner"]), rows: ruledRows, fixed: z.boolean() })),
  /** The change by which they were last set; 0 = none that is known. */
  change: z.int(),
  /** What of them does not fit the table any more, as when a field was deleted: whom such a rule binds sees no row. */
  faults: z.array(issue),
});
export type TableRulesShown = z.output<typeof tableRules>;

export const fieldAccess = z.object({
  field: z.string(),
  name: z.string(),
  access: z.enum(["hidden", "read", "change"]),
});
export type FieldAccess = z.output<typeof fieldAccess>;

/** Row rules that bind somebody; those on fields that are hidden from the caller come without their conditions. */
export const rulesShown = z.array(z.object({ upTo: role, rows: ruledRows.nullable() }));
export type RulesShown = z.output<typeof rulesShown>;

const preview = z.object({
  personId: z.string(),
  role: grantedRole,
  fields: z.array(fieldAccess),
  /** How many rows they see; null = not the caller's to know, who sees less themselves. */
  rows: z.int().nullable(),
  /** How many there are; null in the same case. */
  ofRows: z.int().nullable(),
  rules: rulesShown,
});
export type RulesPreview = z.output<typeof preview>;

export const getRules = endpoint({
  name: "rules.get",
  method: "GET",
  path: "/tables/:tableId/rules",
  summary: "Which fields and rows of a table are hidden from whom.",
  access: "any",
  permission: "grants.read",
  params,
  reply: tableRules,
  problems: ["table.not_found"],
});

export const putRules = endpoint({
  name: "rules.put",
  method: "PUT",
  path: "/tables/:tableId/rules",
  summary:
    "Sets a table's rules in place of those before. Fields are named by name or id. Rules that bind the caller stay as they are.",
  access: "any",
  permission: "grants.update",
  params,
  body: z.object({
    fields: z
      .array(z.object({ field: z.string().min(1), sees: role.default("viewer"), changes: role.default("editor") }))
      .max(1000)
      .default([]),
    /** `rows` is `"own"` for rows they made, or a filter as `rows.list` takes it. */
    rows: z
      .array(z.object({ upTo: role, rows: z.unknown() }))
      .max(20)
      .default([]),
    /** The `change` of the rules that were read: refused with `rules.changed` when others hold by now. */
    ifChange: z.int().min(0).optional(),
  }),
  reply: tableRules,
  problems: ["table.not_found", "rules.changed"],
});

export const previewRules = endpoint({
  name: "rules.preview",
  method: "GET",
  path: "/tables/:tableId/rules/preview",
  summary: "What a person sees of a table by its rules: fields, and how many rows.",
  access: "any",
  permission: "grants.read",
  params,
  query: z.object({ person: personId }),
  reply: preview,
  problems: ["table.not_found", "person.not_found"],
});
