import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Expression, SqlBool } from "kysely";
import { sql } from "kysely";
import { z } from "zod";

const place = z.tuple([z.iso.datetime(), z.string()]);

/** Where a list that is newest first goes on: the time and id of the last thing shown. */
export interface Place {
  at: string;
  id: string;
}

/** A cursor for people to hand back; opaque to them. */
function writeCursor(last: Place): string {
  return Buffer.from(JSON.stringify([last.at, last.id])).toString("base64url");
}

/** The place a cursor names, null without one; `cursor.invalid` when it is not one of ours. */
export function readCursor(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  try {
    const [at, id] = place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { at, id };
  } catch {
    throw new Problem("cursor.invalid", phrase`This cursor is not one this list gave out: begin again without it.`);
  }
}

/** `created_at` as exactly as a cursor carries it: JavaScript's times end at milliseconds. */
export const createdMs = sql<Date>`date_trunc('milliseconds', created_at)`;

/** Whether a row comes after a place, in a list ordered by `createdMs` and `id`, both descending. */
export function after(place: Place): Expression<SqlBool> {
  return sql<boolean>`(date_trunc('milliseconds', created_at), id) < (${place.at}::timestamptz, ${place.id})`;
}

/** Cuts a list fetched with one more than `limit` to its page, with the cursor of the next. */
export function cutPage<Row extends { id: string; created_at: Date }>(
  rows: Row[],
  limit: number,
): { rows: Row[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: rows.length > limit && last ? writeCursor({ at: last.created_at.toISOString(), id: last.id }) : null,
  };
}
