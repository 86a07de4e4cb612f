import type { BodyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/rows";
import type { CellValue } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import { roleMay, scopesMay } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { givePlaces } from "../tables/tables.places.ts";
import type { Access } from "../workspaces/workspaces.access.ts";
import { access } from "../workspaces/workspaces.access.ts";
import type { Keys } from "./rows.json-sql.ts";
import type { Written } from "./rows.write.ts";
import { writeRows } from "./rows.write.ts";

type Cells = Record<string, CellValue>;
type How = { keys: Keys; parse: boolean };

/** Adds rows in the order given: all or none. */
export async function createRows(weft: Weft, actor: Actor, tableId: string, rows: { cells: Cells }[], how: How) {
  const found = await access(weft, actor, "row.create", { tableId });
  const sent = rows.map(({ cells }, index) => ({ path: `rows.${index}.cells`, cells }));
  return writeRows(weft, actor, found, { create: sent }, { ...how, addChoices: mayAddChoices(actor, found) });
}

/** Changes cells of rows: all or none; a row with `ifChange` only if that change is still the last that touched it. */
export async function updateRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  rows: { id: number; cells: Cells; ifChange?: number }[],
  how: How,
): Promise<Written> {
  const found = await access(weft, actor, "row.update", { tableId });
  const sent = rows.map((row, index) => ({ ...row, path: `rows.${index}.cells` }));
  return writeRows(weft, actor, found, { update: sent }, { ...how, addChoices: mayAddChoices(actor, found) });
}

/** Changes cells of one row; `ifMatch` is the request's If-Match header. Gives the row as JSON text. */
export async function updateRow(
  weft: Weft,
  actor: Actor,
  { tableId, rowId }: { tableId: string; rowId: number },
  cells: Cells,
  how: How & { ifMatch: string | undefined },
): Promise<{ json: string; change: number }> {
  const found = await access(weft, actor, "row.update", { tableId });
  const ifChange = readIfMatch(how.ifMatch);
  const row = { id: rowId, path: "cells", cells, ...(ifChange === null ? {} : { ifChange }) };
  const written = await writeRows(
    weft,
    actor,
    found,
    { update: [row] },
    { ...how, addChoices: mayAddChoices(actor, found) },
  );
  return { json: written.rows[0] as string, change: written.change };
}

/** Deletes rows: all or none; the change log keeps them. */
export async function deleteRows(weft: Weft, actor: Actor, tableId: string, ids: number[]): Promise<number> {
  const found = await access(weft, actor, "row.delete", { tableId });
  return (await writeRows(weft, actor, found, { delete: ids })).change;
}

/** Creates, changes and deletes rows in one go, as one change: all of it or nothing. Rows are answered up to 1,000 of them. */
export async function writeManyRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  { create, update, delete: gone }: BodyOf<typeof contract.writeRows>,
  how: How,
): Promise<Written> {
  const wanted = { "row.delete": gone, "row.create": create, "row.update": update };
  const [first, ...others] = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((key) => wanted[key].length > 0);
  const found = await access(weft, actor, first ?? "row.update", { tableId });
  for (const permission of others) await access(weft, actor, permission, { tableId });
  if (create.some(({ before }) => before !== undefined)) await givePlaces(weft, actor, tableId);
  const told = create.length + update.length <= limits.batchRowsMax;
  const write = {
    delete: gone,
    update: update.map((row, index) => ({ ...row, path: `update.${index}.cells` })),
    create: create.map((row, index) => ({ ...row, path: `create.${index}.cells` })),
  };
  return writeRows(weft, actor, found, write, {
    parse: how.parse,
    keys: told ? how.keys : null,
    addChoices: mayAddChoices(actor, found),
    pathOf: (kind, index) => (kind === "update" ? `update.${index}.id` : `${kind}.${index}`),
  });
}

/** Moves rows, in the order given, before another row or (null) after all, in the order of people's own. */
export async function moveRows(
  weft: Weft,
  actor: Actor,
  tableId: string,
  move: { ids: number[]; before: number | null },
): Promise<number> {
  const found = await access(weft, actor, "row.update", { tableId });
  await givePlaces(weft, actor, tableId);
  return (await writeRows(weft, actor, found, { move }, { keys: null, pathOf: (_, index) => `ids.${index}` })).change;
}

/** A choice is an edit of its field: role and token must both allow it. */
function mayAddChoices({ tokenScopes }: Actor, { role }: Access): boolean {
  return roleMay(role, "field.update") && (tokenScopes === null || scopesMay(tokenScopes, "field.update"));
}

/** The change number in an If-Match header; null = no condition (absent, or `*`, which an existing row fits). */
function readIfMatch(header: string | undefined): number | null {
  if (header === undefined || header.trim() === "*") return null;
  const match = /^\s*"(\d{1,15})"\s*$/.exec(header);
  if (match) return Number(match[1]);
  throw new Problem("request.invalid", phrase`If-Match must be the row's ETag, such as "12", or *.`, [
    { path: "If-Match", message: phrase`cannot be ${header.slice(0, 100)}` },
  ]);
}
