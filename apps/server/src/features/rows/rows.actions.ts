import type { listRows as listRowsEndpoint } from "@weft/api/rows";
import type { QueryOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { noteLook } from "../indexes/indexes.uses.ts";
import { withTable } from "../tables/tables.granted.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { cursorInvalid, readCursor, writeCursor } from "./rows.cursor.ts";
import type { Keys } from "./rows.json-sql.ts";
import { findLandmark, prepareLandmarks } from "./rows.landmarks.ts";
import type { PageRow } from "./rows.page.ts";
import { asSeen } from "./rows.rules-sql.ts";
import type { Selection } from "./rows.selection.ts";
import { resolveSelection } from "./rows.selection.ts";
import type { Place } from "./rows.sort-sql.ts";
import { readPlace } from "./rows.sort-sql.ts";
import { findPlace, readPage, readRow } from "./rows.store.ts";
import type { Total } from "./rows.totals.ts";
import { countTotal, estimateTotal } from "./rows.totals.ts";

const limitDefault = 100;
const landmarkTries = 3;

type ListQuery = QueryOf<typeof listRowsEndpoint>;

interface Page {
  page: PageRow;
  change: number;
  total: Total | null;
  next: string | null;
}

/**
 * A page of rows as the JSON text of `rows.list`'s reply: PostgreSQL writes the rows, nothing here parses them. A total
 * is asked for beside the rows; they are never made to wait for an estimate. Broken off when `signal` says that nobody waits.
 */
export async function listRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  query: ListQuery,
  signal: AbortSignal,
): Promise<string> {
  if (query.cursor !== undefined && query.offset !== undefined) {
    throw new Problem("request.invalid", phrase`Give either cursor or offset, not both.`, [
      { path: "offset", message: phrase`excludes cursor` },
    ]);
  }
  const asking = access(weft, actor, "row.read", { tableId });
  const read = (table: GrantedTable) => readList(weft, table, query, signal);
  const { page, total, next } = await withTable(weft, tableId, asking, read, actor.personId);
  const totalJson = total ? `{"rows":${total.rows},"exact":${total.exact}}` : "null";
  return `{"rows":[${page.lines ?? ""}],"next":${JSON.stringify(next)},"total":${totalJson},"change":${page.change}}`;
}

async function readList(
  weft: Weft,
  table: GrantedTable,
  query: ListQuery,
  signal: AbortSignal,
): Promise<Page | undefined> {
  const selection = resolveSelection(table, query);
  noteLook(weft, table.whole, asSeen(table, selection));
  const [page, counted] = await Promise.all([
    readFrom(weft, table, selection, query, signal),
    query.total === "exact" ? countTotal(weft, table, selection, signal) : null,
  ]);
  if (!page) return undefined;
  const next = page.more && page.place ? writeCursor(table.id, selection, readPlace(page.place)) : null;
  return { page, change: page.change, total: await totalOf(weft, table, selection, query, page, counted), next };
}

async function totalOf(
  weft: Weft,
  table: GrantedTable,
  selection: Selection,
  query: ListQuery,
  page: PageRow,
  counted: Total | null,
): Promise<Total | null> {
  if (query.total === "none") return null;
  // A list that ends on its first page has been counted by reading it.
  if (!page.more && query.cursor === undefined && (page.rows > 0 || !query.offset))
    return { rows: (query.offset ?? 0) + page.rows, exact: true };
  return counted ?? estimateTotal(weft, { ...table, rowEstimate: page.estimate }, selection);
}

async function readFrom(weft: Weft, table: GrantedTable, selection: Selection, query: ListQuery, signal: AbortSignal) {
  const base = { table, selection, keys: query.keys, shape: query.shape, limit: query.limit ?? limitDefault };
  if (query.cursor !== undefined) {
    const after = await placeOf(weft, table, selection, query.cursor);
    return readPage(weft, { ...base, after, skip: 0 }, signal).catch(asCursorProblem);
  }
  const offset = query.offset ?? 0;
  for (let attempt = 1; attempt <= landmarkTries; attempt++) {
    const { change, ...start } = await findLandmark(weft, table, selection, offset);
    const page = await readPage(weft, { ...base, ...start }, signal);
    if (offset === 0) prepareLandmarks(weft, table, selection);
    if (change === null || !page || page.change === change) return page;
  }
  // The table changes faster than places can be kept: count off from the top.
  return readPage(weft, { ...base, after: null, skip: offset }, signal);
}

async function placeOf(weft: Weft, table: GrantedTable, selection: Selection, cursor: string): Promise<Place> {
  const resume = readCursor(table.id, selection, cursor);
  const place = "place" in resume ? resume.place : await findPlace(weft, table, selection, resume.afterRow);
  if (!place) throw cursorInvalid();
  return place;
}

/** A cursor whose values do not fit their columns was not made here (or a field was retyped since). */
function asCursorProblem(error: unknown): never {
  throw (error as { code?: string }).code?.startsWith("22") ? cursorInvalid() : error;
}

/** One row as JSON text, and its own change number for the ETag; `row.not_found` when it is not there. */
export async function getRow(
  weft: Weft,
  actor: Actor,
  tableId: string,
  rowId: number,
  keys: Keys,
): Promise<{ json: string; change: number }> {
  const asking = access(weft, actor, "row.read", { tableId });
  const read = (table: GrantedTable) => readRow(weft, table, rowId, keys);
  const found = await withTable(weft, tableId, asking, read, actor.personId);
  if (found.row === null) throw new Problem("row.not_found", phrase`There is no row ${String(rowId)} in this table.`);
  return { json: found.row, change: found.rowChange };
}
