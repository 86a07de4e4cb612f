import type { ChangeKind } from "@weft/api/changes";
import type { CellValue } from "@weft/model/fields/field";
import { CompiledQuery } from "kysely";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import type { Announcement } from "../../live/announce.ts";
import { channel } from "../../live/announce.ts";

/** Cells by row id and field id. */
type CellsByRow = Record<string, Record<string, CellValue>>;

export interface NewChange {
  tableId: string;
  number: number;
  kind: ChangeKind;
  rowIds?: number[];
  /** As an object, or as the JSON text that PostgreSQL made, which keeps every digit. */
  before?: CellsByRow | string | null;
  after?: CellsByRow | string | null;
  detail?: Record<string, unknown> | null;
  importId?: string | null;
  undoes?: number | null;
}

/**
 * Takes a table's next change number and a block of `rows` row ids, locking the table's catalog row until the end of
 * the transaction: numbers are gapless and in commit order. Long work comes before this call. `grown` is by how many
 * rows the table will be larger (negative: smaller), which keeps its estimate right; with `giveWayMs`, nothing that comes
 * after waits longer for a lock (PostgreSQL's 55P03 then). Undefined = no such table.
 */
export async function takeNumber(
  trx: DataTransaction,
  tableId: string,
  rows = 0,
  { grown = 0, giveWayMs = 0 }: { grown?: number; giveWayMs?: number } = {},
): Promise<{ number: number; firstRow: number } | undefined> {
  const { rows: taken } = await trx.executeQuery<{ last_change: number; next_row: number }>(
    CompiledQuery.raw(
      `update weft.tables set last_change = last_change + 1, next_row = next_row + $2,
         row_estimate = greatest(row_estimate + $3, 0)
       where id = $1 and deleted_at is null
       returning last_change, next_row, case when $4 > 0 then set_config('lock_timeout', $4::text, true) end`,
      [tableId, rows, grown, giveWayMs],
    ),
  );
  return taken[0] && { number: taken[0].last_change, firstRow: taken[0].next_row - rows };
}

/** Takes `count` more row ids under the number that this transaction holds; gives the first. */
export async function takeRowNumbers(trx: DataTransaction, tableId: string, count: number): Promise<number> {
  const { rows } = await trx.executeQuery<{ first: number }>(
    CompiledQuery.raw(
      "update weft.tables set next_row = next_row + $2::bigint where id = $1 returning next_row - $2::bigint as first",
      [tableId, count],
    ),
  );
  return rows[0]?.first ?? 0;
}

/** Writes one change under a number taken in this transaction, and tells the live processes after commit. */
export async function appendChange(
  trx: DataTransaction,
  actor: Pick<Actor, "personId" | "clientId" | "requestId"> | null,
  change: NewChange,
): Promise<void> {
  const announcement: Announcement = { about: "change", tableId: change.tableId, number: change.number };
  await trx.executeQuery(
    CompiledQuery.raw(
      `with change as (
         insert into weft.changes (table_id, number, person_id, client_id, request_id, kind, row_ids, before, after,
           detail, import_id, undoes)
         values ($1, $2, $3, $4, $5, $6, $7::bigint[], $8::jsonb, $9::jsonb, $10::jsonb, $11, $12)
       )
       select pg_notify($13, $14)`,
      [
        change.tableId,
        change.number,
        actor?.personId ?? null,
        actor?.clientId ?? null,
        actor?.requestId ?? null,
        change.kind,
        change.rowIds ?? [],
        toJson(change.before),
        toJson(change.after),
        toJson(change.detail),
        change.importId ?? null,
        change.undoes ?? null,
        channel,
        JSON.stringify(announcement),
      ],
    ),
  );
}

function toJson(value: object | string | null | undefined): string | null {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : (value ?? null);
}
