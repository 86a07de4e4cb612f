import type { ChangeKind } from "@weft/api/changes";
import { fieldsOf } from "@weft/model/filter";
import type { Weft } from "../../weft.ts";
import type { Selection } from "./rows.selection.ts";

/** What happened to a table's rows between two change numbers, as far as lists and counts care. */
export interface Drift {
  /** The newest change that is taken into account. */
  change: number;
  /** Rows that came back among the others, and rows that went. New rows stand at the end of the default order. */
  created: number;
  restored: number[];
  deleted: number[];
  /** The table got an order of people's own; rows were given other places. */
  ordered: boolean;
  reordered: boolean;
  /** Rows that left their place in an order of people's own or came to one, if `places` were asked for; null = too many. */
  steps: PlaceStep[] | null;
  /** Fields whose cells were changed. */
  fields: Set<string>;
  /** An import or a retype: nothing known of the table before holds. */
  all: boolean;
}

/** A row's place before and after, as decimal text; null = it was not there, or is not any more. */
export interface PlaceStep {
  id: number;
  from: string | null;
  to: string | null;
}

/** More changes than this are not looked at one by one: what was known is simply dropped. */
const changesMax = 500;
/** Places of changes of more rows are not looked at either. */
const stepsMax = 2000;

const harmless = new Set<ChangeKind>([
  "fields.created",
  "fields.updated",
  "fields.deleted",
  "fields.restored",
  "table.updated",
]);

/** What a change did to the places of its rows: those that were only edited have none on either side. */
const stepsSql = `case when cardinality(c.row_ids) <= ${stepsMax} then (
    select json_agg(json_build_array(s.id, s.was, s.now)) from (
      select r.id, case when c.before ? r.id::text then coalesce(c.before -> r.id::text ->> '_place', r.id::text) end as was,
        case when c.after ? r.id::text then coalesce(c.after -> r.id::text ->> '_place', r.id::text) end as now,
        c.before ? r.id::text and c.after ? r.id::text and not c.after -> r.id::text ? '_place' as is_edit
      from (select distinct unnest(c.row_ids) as id) r) s
    where not coalesce(s.is_edit, false)) end`;

/** Reads the log after change number `since`, with the places of rows if they are wanted; costs 0.2 ms when nothing happened. */
export async function readDrift(weft: Weft, tableId: string, since: number, places = false): Promise<Drift> {
  const { rows } = await weft.db.readPool.query<{
    change: number;
    number: number | null;
    kind: ChangeKind;
    row_ids: string[];
    created: number[] | null;
    deleted: number[] | null;
    fields: string[] | null;
    steps: [number, string | null, string | null][] | null;
  }>({
    name: places ? "rows.drift_places" : "rows.drift",
    text: `select t.last_change as change, c.number, c.kind, c.row_ids,
        c.detail -> 'created' as created, c.detail -> 'deleted' as deleted,
        case when c.kind in ('rows.updated', 'rows.written') then
          (select array_agg(distinct f) from jsonb_each(c.after) r, jsonb_object_keys(r.value) f) end as fields,
        ${places ? stepsSql : "null"} as steps
      from weft.tables t left join lateral (
        select * from weft.changes where table_id = t.id and number > $2 order by number limit ${changesMax + 1}
      ) c on true
      where t.id = $1`,
    values: [tableId, since],
  });
  const drift: Drift = {
    change: since,
    created: 0,
    restored: [],
    deleted: [],
    ordered: false,
    reordered: false,
    steps: [],
    fields: new Set(),
    all: false,
  };
  drift.change = rows[0]?.change ?? since;
  const changes = rows.filter((row) => row.number !== null);
  if (changes.length > changesMax || changes.length < drift.change - since) drift.all = true;
  for (const { kind, row_ids, created, deleted, fields, steps } of changes) {
    if (row_ids.length > stepsMax) drift.steps = null;
    drift.steps?.push(...(steps ?? []).map(([id, from, to]) => ({ id, from, to })));
    if (kind === "table.ordered") drift.ordered = true;
    else if (kind === "rows.moved") drift.reordered = true;
    else if (kind === "rows.created") drift.created += row_ids.length;
    else if (kind === "rows.deleted") drift.deleted.push(...row_ids.map(Number));
    else if (kind === "rows.restored") drift.restored.push(...row_ids.map(Number));
    else if (kind === "rows.written") {
      // Some of its rows may have come back from the log. Rows that are new shift nothing: they come last.
      drift.reordered = true;
      drift.restored.push(...(created ?? []));
      drift.deleted.push(...(deleted ?? []));
      for (const field of fields ?? []) drift.fields.add(field);
    } else if (kind === "rows.updated") for (const field of fields ?? []) drift.fields.add(field);
    else if (!harmless.has(kind)) drift.all = true;
  }
  return drift;
}

/** Whether the cells that a filter or sorts look at may have changed; a search looks at all of them. */
export function touches(
  drift: Drift,
  { filter, sorts, search }: Pick<Selection, "filter" | "sorts" | "search">,
): boolean {
  if (drift.all || (search && drift.fields.size > 0)) return true;
  return [...(filter ? fieldsOf(filter) : []), ...sorts.map((sort) => sort.field)].some((id) => drift.fields.has(id));
}

/** Whether rows came or went. */
export function hasMoved(drift: Drift): boolean {
  return drift.created > 0 || drift.restored.length > 0 || drift.deleted.length > 0;
}
