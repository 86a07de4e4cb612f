import type { SummaryKind, SummaryValue } from "@weft/model/summaries";
import { summaryKinds } from "@weft/model/summaries";
import { phrase } from "@weft/model/texts/phrase";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { rowSelection, sortText } from "./rows.ts";
import { idOf, jsonValue, says } from "./shapes.ts";

const kind = z.enum(summaryKinds);
const wantedFigures = z.record(z.string().min(1), z.union([kind, z.array(kind).min(1).max(summaryKinds.length)]));

/** `{"Weight": "mean", "Species": ["unique", "empty"]}` as JSON text: which figures of which fields, by name or id. */
const figuresText = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      const parsed = wantedFigures.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: "custom",
        ...says(phrase`must name figures by field, such as {"Weight": "mean"}; there are ${summaryKinds.join(", ")}`),
      });
    } catch (error) {
      context.addIssue({ code: "custom", ...says(phrase`is not JSON: ${(error as Error).message}`) });
    }
    return z.NEVER;
  });

/** Figures by field, as the request calls it, then by kind. */
const figures = z.record(z.string(), z.partialRecord(kind, z.custom<SummaryValue>()));
export type Figures = Record<string, Partial<Record<SummaryKind, SummaryValue>>>;

const params = z.object({ tableId: idOf("table") });
const { filter, search, sort, group, zone } = rowSelection;

export const summarizeRows = endpoint({
  name: "rows.summaries",
  method: "GET",
  path: "/tables/:tableId/rows/summaries",
  summary:
    "Figures of columns, such as sums and histograms, over all rows that pass filter and search, or a stretch of their list; exact.",
  access: "any",
  permission: "row.read",
  params,
  query: z.object({
    filter,
    search,
    zone,
    figures: figuresText,
    /** Only `limit` rows, from this number (0-based) of the list on, which stands as `sort` and `group` say. */
    offset: z.coerce.number().int().min(0).max(2_000_000_000).optional(),
    limit: z.coerce.number().int().min(1).max(2_000_000_000).optional(),
    sort,
    group,
  }),
  reply: z.object({
    /** How many rows are counted in. */
    rows: z.int(),
    figures,
    /** The table's change number these figures were read at. */
    change: z.int(),
  }),
  problems: ["table.not_found", "filter.invalid", "field.not_found", "query.too_slow"],
});

export const groupRows = endpoint({
  name: "rows.groups",
  method: "GET",
  path: "/tables/:tableId/rows/groups",
  summary: "The groups rows fall into, in order, each with its number of rows and, if wanted, figures; exact.",
  access: "any",
  permission: "row.read",
  params,
  query: z.object({ filter, search, zone, group: sortText.min(1), figures: figuresText.optional() }),
  reply: z.object({
    /** Together they hold all rows, in the order in which `rows.list` with the same `group` gives them. */
    groups: z.array(z.object({ keys: z.array(jsonValue), rows: z.int(), values: figures.optional() })),
    change: z.int(),
  }),
  problems: ["table.not_found", "filter.invalid", "field.not_found", "groups.too_many", "query.too_slow"],
});
