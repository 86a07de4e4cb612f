import type { ChangeKind } from "@weft/api/changes";
import type { CellValue } from "@weft/model/fields/field";
import { sql } from "kysely";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import { announce } from "../../live/announce.ts";

/** Cells by row id and field id. */
export type CellsByRow = Record<string, Record<string, CellValue>>;

export interface NewChange {
  tableId: string;
  number: number;
  kind: ChangeKind;
  rowIds?: number[];
  before?: CellsByRow | null;
  after?: CellsByRow | null;
  detail?: Record<string, unknown> | null;
  importId?: string | null;
  undoes?: number | null;
}

/**
 * Takes a table's next change number and a block of `rows` row ids, locking the table's catalog row until the end of
 * the transaction: numbers are gapless and in commit order. Long work comes before this call. Undefined = no such table.
 */
export async function takeNumber(
  trx: DataTransaction,
  tableId: string,
  rows = 0,
): Promise<{ number: number; firstRow: number } | undefined> {
  const taken = await trx
    .updateTable("tables")
    .set((eb) => ({ last_change: eb("last_change", "+", 1), next_row: eb("next_row", "+", rows) }))
    .where("id", "=", tableId)
    .where("deleted_at", "is", null)
    .returning(["last_change", "next_row"])
    .executeTakeFirst();
  return taken && { number: taken.last_change, firstRow: taken.next_row - rows };
}

/** Writes one change under a number taken in this transaction, and tells the live processes after commit. */
export async function appendChange(
  trx: DataTransaction,
  actor: Pick<Actor, "personId" | "clientId" | "requestId"> | null,
  change: NewChange,
): Promise<void> {
  await trx
    .insertInto("changes")
    .values({
      table_id: change.tableId,
      number: change.number,
      person_id: actor?.personId ?? null,
      client_id: actor?.clientId ?? null,
      request_id: actor?.requestId ?? null,
      kind: change.kind,
      row_ids: sql`${change.rowIds ?? []}::bigint[]`,
      before: change.before ? JSON.stringify(change.before) : null,
      after: change.after ? JSON.stringify(change.after) : null,
      detail: change.detail ? JSON.stringify(change.detail) : null,
      import_id: change.importId ?? null,
      undoes: change.undoes ?? null,
    })
    .execute();
  await announce(trx, { about: "change", tableId: change.tableId, number: change.number });
}
