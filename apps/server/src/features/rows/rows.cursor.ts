import { createHash } from "node:crypto";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Selection } from "./rows.selection.ts";
import type { Place } from "./rows.sort-sql.ts";

/** Above this many characters a cursor names the last row only, and its cells are looked up when it is used. */
const placeLengthMax = 1500;

/** Where a list goes on: after a place, or after a row whose cells were too long to carry. */
export type Resume = { place: Place } | { afterRow: string };

/** The cursor of the page after a place: opaque, and good only for the same table, filter, sort and search. */
export function writeCursor(tableId: string, selection: Selection, place: Place): string {
  const whole = JSON.stringify([...place.keys, place.id]);
  const payload = whole.length <= placeLengthMax ? `p${whole}` : `r${place.id}`;
  return `${signature(tableId, selection, payload)}${Buffer.from(payload).toString("base64url")}`;
}

/** Reads a cursor; throws `cursor.invalid` when it is mangled or comes from another list. */
export function readCursor(tableId: string, selection: Selection, cursor: string): Resume {
  const payload = Buffer.from(cursor.slice(signatureLength), "base64url").toString("utf8");
  if (cursor.slice(0, signatureLength) !== signature(tableId, selection, payload)) throw cursorInvalid();
  if (payload.startsWith("r")) return { afterRow: payload.slice(1) };
  const parts = JSON.parse(payload.slice(1)) as (string | null)[];
  return { place: { keys: parts.slice(0, -1), id: parts.at(-1) as string } };
}

/** What is told when a cursor does not fit. */
export function cursorInvalid(): Problem {
  return new Problem(
    "cursor.invalid",
    phrase`This cursor belongs to another table, filter, sort or search, or is damaged: begin again without it.`,
    [{ path: "cursor", message: phrase`does not fit this list` }],
  );
}

const signatureLength = 16;

function signature(tableId: string, { filter, sorts, search }: Selection, payload: string): string {
  const list = JSON.stringify([tableId, filter, sorts, search, payload]);
  return createHash("sha256").update(list).digest("base64url").slice(0, signatureLength);
}
