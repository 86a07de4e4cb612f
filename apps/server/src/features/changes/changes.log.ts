import type { Change } from "@weft/api/changes";
import type { Weft } from "../../weft.ts";
import { systemColumns } from "../tables/tables.catalog.ts";
import { findPersonNames } from "./changes.people.ts";

interface LogRow {
  tableId: string;
  number: number;
  at: Date;
  personId: string | null;
  kind: Change["kind"];
  rowIds: string[];
  before: Change["before"];
  after: Change["after"];
  detail: Change["detail"];
  importId: string | null;
  undoes: number | null;
}

/** A change as the log holds it, of which nobody may hear before it was looked at with their eyes: see `changes.seen.ts`. */
export interface LoggedEntry {
  readonly logged: Change;
}

export interface LogPage {
  changes: LoggedEntry[];
  lastChange: number;
}

/** Cells of a change that take more than this in the log are left out of messages: whoever hears of it reads the rows anew. */
const messageBytesMax = 64 * 1024;

/**
 * Changes of a table after number `since`, oldest first, with the table's last number in the same snapshot. Undefined =
 * no such table; "expired" = changes after `since` are gone from the log, or it names a change that never was. As a message,
 * a change of very many cells comes without them.
 */
export async function readChanges(
  weft: Weft,
  tableId: string,
  since: number,
  limit: number,
  { asMessage = false } = {},
): Promise<LogPage | "expired" | undefined> {
  const { rows } = await weft.db.dataPool.query<LogRow & { lastChange: number }>({
    name: "changes.read",
    text: `select t.last_change as "lastChange", c.table_id as "tableId", c.number, c.at, c.person_id as "personId",
        c.kind, c.row_ids as "rowIds", case when c.fits then c.before end as before,
        case when c.fits then c.after end as after, c.detail, c.import_id as "importId", c.undoes
      from weft.tables t left join lateral (
        select c.*, $4::int is null
          or coalesce(pg_column_size(c.before), 0) + coalesce(pg_column_size(c.after), 0) <= $4 as fits
        from weft.changes c where c.table_id = t.id and c.number > $2 order by c.number limit $3
      ) c on true
      where t.id = $1 order by c.number`,
    values: [tableId, since, limit, asMessage ? messageBytesMax : null],
  });
  const [first] = rows;
  if (!first) return undefined;
  const { lastChange } = first;
  const found = rows.filter((row) => row.number !== null);
  if (since > lastChange || (since < lastChange && found[0]?.number !== since + 1)) return "expired";
  const names = await findPersonNames(
    weft,
    found.map((row) => row.personId),
  );
  const changes = found.map((row) => ({ logged: toChange(row, names) }));
  return { changes, lastChange };
}

function toChange(row: LogRow, names: Map<string, string>): Change {
  const { tableId, number, personId, kind, before, after, detail, importId, undoes } = row;
  const personName = names.get(personId ?? "") ?? null;
  const rowIds = row.rowIds.map(Number);
  return {
    tableId,
    number,
    at: row.at.toISOString(),
    personId,
    personName,
    kind,
    rowIds,
    before: withoutOwn(kind, before),
    after: withoutOwn(kind, after),
    detail,
    importId,
    undoes,
  };
}

/** Where rows stand, and who made them, is the log's own affair: who hears that they moved reads the list anew. */
function withoutOwn(kind: Change["kind"], rows: Change["before"]): Change["before"] {
  if (kind === "rows.moved") return null;
  for (const cells of Object.values(rows ?? {})) {
    delete cells[systemColumns.place];
    delete cells[systemColumns.author];
  }
  return rows;
}
