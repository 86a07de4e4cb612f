import type { Change } from "@weft/api/changes";
import type { Weft } from "../../weft.ts";
import { findSeenGone } from "./changes.gone.ts";
import { findSeen } from "../rows/rows.refusals.ts";
import type { WrittenDetail } from "../rows/rows.write.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import type { LoggedEntry } from "./changes.log.ts";

/** What a person sees of a table, as far as changes go by it. */
type Eyes = Pick<GrantedTable, "hiddenFieldIds">;

/**
 * Changes as one person may know of them: of rows, those they see now, and of rows that are gone those they would see; of
 * fields, those they see. None is left out, for numbers are gapless: what touched nothing of theirs says only that something
 * happened.
 */
export async function showChanges(weft: Weft, table: GrantedTable, entries: readonly LoggedEntry[]): Promise<Change[]> {
  if (table.sight === null) return entries.map(({ logged }) => logged);
  if (!table.rule) return entries.map((entry) => showFields(table, entry));
  const ids = [...new Set(entries.flatMap(({ logged }) => logged.rowIds))];
  const seen = await findSeen(weft.db.data, table, ids);
  const others = ids.filter((id) => !seen.has(id));
  const since = (entries[0]?.logged.number ?? 0) - 1;
  for (const id of await findSeenGone(weft, table, others, since)) seen.add(id);
  return entries.map((entry) => showRows(showFields(table, entry), seen));
}

/** A change without what it tells of hidden fields; for people who see all rows. */
export function showFields({ hiddenFieldIds }: Eyes, { logged }: LoggedEntry): Change {
  if (hiddenFieldIds.length === 0) return logged;
  const hidden = new Set(hiddenFieldIds);
  return {
    ...logged,
    before: withoutCells(logged.before, hidden),
    after: withoutCells(logged.after, hidden),
    detail: withoutFields(logged.detail, hidden),
  };
}

type Rows = Change["before"];
type Detail = Change["detail"];

function withoutCells(rows: Rows, hidden: ReadonlySet<string>): Rows {
  if (rows === null) return null;
  const left = (cells: NonNullable<Rows>[string]) =>
    Object.fromEntries(Object.entries(cells).filter(([fieldId]) => !hidden.has(fieldId)));
  return Object.fromEntries(Object.entries(rows).map(([rowId, cells]) => [rowId, left(cells)]));
}

interface Edit {
  fieldId: string;
  before: { standsBefore?: string | null } | null;
  after: { standsBefore?: string | null } | null;
}

/** Of schema edits, those of fields that are seen; and no hidden field is named as a neighbour. */
function withoutFields(detail: Detail, hidden: ReadonlySet<string>): Detail {
  if (detail === null) return null;
  if (Array.isArray(detail["fields"])) {
    const edits = detail["fields"] as unknown as Edit[];
    const left = edits.filter(({ fieldId }) => !hidden.has(fieldId));
    return left.length > 0 ? ({ ...detail, fields: left } as unknown as Detail) : null;
  }
  if (typeof detail["fieldId"] !== "string") return detail;
  if (hidden.has(detail["fieldId"])) return null;
  const { before, after, ...rest } = detail as unknown as Edit;
  return { ...rest, before: withoutNeighbour(before, hidden), after: withoutNeighbour(after, hidden) } as Detail;
}

function withoutNeighbour(side: Edit["before"], hidden: ReadonlySet<string>): Edit["before"] {
  if (!side?.standsBefore || !hidden.has(side.standsBefore)) return side;
  const { standsBefore: _, ...rest } = side;
  return rest;
}

function showRows(change: Change, seen: ReadonlySet<number>): Change {
  const left = (rows: Rows) =>
    rows && Object.fromEntries(Object.entries(rows).filter(([rowId]) => seen.has(Number(rowId))));
  return {
    ...change,
    rowIds: change.rowIds.filter((id) => seen.has(id)),
    before: left(change.before),
    after: left(change.after),
    detail: detailOfRows(change, seen),
  };
}

/** How many rows an import brought, or a retype cost their values, is told to those who see them all. */
function detailOfRows({ kind, detail }: Change, seen: ReadonlySet<number>): Detail {
  if (kind === "rows.imported" || kind === "import.undone") return null;
  if (kind === "fields.retyped" && detail) return { ...detail, lost: null };
  if (kind !== "rows.written") return detail;
  const ids = (list: number[] = []) => list.filter((id) => seen.has(id));
  const { created, updated, deleted, moved } = detail as unknown as WrittenDetail;
  return { created: ids(created), updated: ids(updated), deleted: ids(deleted), moved: ids(moved) };
}
