import type { groupRows as groupsEndpoint, summarizeRows as summariesEndpoint } from "@weft/api/figures";
import type { QueryOf } from "@weft/api/endpoint";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { findField } from "@weft/model/fields/find-field";
import { groupsMax } from "@weft/model/groups";
import type { SummaryKind, SummaryValues } from "@weft/model/summaries";
import { summariesOf } from "@weft/model/summaries";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { withTable } from "../tables/tables.granted.ts";
import { access } from "../workspaces/workspaces.access.ts";
import type { WantedFigure } from "./rows.figures-sql.ts";
import { readFigures, readGroups } from "./rows.figures.store.ts";
import { resolveSelection } from "./rows.selection.ts";

type Wanted = Record<string, SummaryKind | SummaryKind[]>;

/** Figures of columns over the rows that pass, or a stretch of them; broken off when `signal` says that nobody waits any more. */
export async function summarizeRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  query: QueryOf<typeof summariesEndpoint>,
  signal: AbortSignal,
): Promise<{ rows: number; figures: SummaryValues; change: number }> {
  const granted = await access(weft, actor, "row.read", { tableId });
  return withTable(weft, tableId, granted, async (table) => {
    const selection = resolveSelection(table, query);
    const { offset = 0, limit } = query;
    const stretch = offset === 0 && limit === undefined ? null : { offset, limit: limit ?? null };
    return readFigures(weft, table, { ...selection, stretch }, resolveFigures(table, query.figures), signal);
  });
}

/** The groups rows fall into, as the JSON text of the reply; throws `groups.too_many` above 20,000. */
export async function groupRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  query: QueryOf<typeof groupsEndpoint>,
  signal: AbortSignal,
): Promise<string> {
  const granted = await access(weft, actor, "row.read", { tableId });
  const found = await withTable(weft, tableId, granted, async (table) => {
    const selection = resolveSelection(table, query);
    const figures = resolveFigures(table, query.figures ?? {}, "histogram");
    return readGroups(weft, table, selection, figures, signal);
  });
  if (found.groups > groupsMax) {
    throw new Problem(
      "groups.too_many",
      phrase`These rows fall into more than ${groupsMax} groups: filter them, or group by a field that repeats more.`,
    );
  }
  return `{"groups":[${found.lines ?? ""}],"change":${found.change}}`;
}

/** Checks which figures are wanted of a table's fields; `refused` is a kind that cannot be had here. */
function resolveFigures(table: GrantedTable, wanted: Wanted, refused?: SummaryKind): WantedFigure[] {
  const issues: Fault[] = [];
  const figures = Object.entries(wanted).flatMap(([name, kinds]) => {
    const field = findField(table.fields, name);
    if (!field) issues.push({ path: `figures.${name}`, message: phrase`there is no field ${name}` });
    return [...new Set([kinds].flat())].flatMap((kind) => {
      if (!field) return [];
      if (kind !== refused && summariesOf[field.type].includes(kind)) return { field, name, kind };
      issues.push({ path: `figures.${name}`, message: phrase`${field.name} has no ${kind} here` });
      return [];
    });
  });
  if (issues.length === 0) return figures;
  const text = phrase`The figures wanted of ${table.name} cannot be had: ${issues[0]!.message}.`;
  throw new Problem(
    issues.some(({ path }) => !findField(table.fields, String(path).slice(8))) ? "field.not_found" : "request.invalid",
    text,
    issues,
  );
}
