import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { sql } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";

/** Below PostgreSQL's deadlock_timeout of 1 s: of two that wait for each other, the schema edit gives way and tries again. */
const lockTimeoutMs = 400;
const attempts = 8;

/**
 * A transaction that alters a table. It takes the catalog's row first, as writers of rows do, so that they wait in one
 * line and not for each other. It never waits long for the rows, since everybody else would wait behind it: while a
 * load holds them it gives way and tries again, and after about 4 s throws `table.busy`.
 */
export async function alterTable<T>(
  weft: Weft,
  tableId: string,
  alter: (trx: DataTransaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await weft.db.data.transaction().execute(async (trx) => {
        await sql`set local lock_timeout = ${sql.lit(lockTimeoutMs)}`.execute(trx);
        await sql`select from weft.tables where id = ${tableId} for no key update`.execute(trx);
        return alter(trx);
      });
    } catch (error) {
      if (!isLockFault(error)) throw error;
      if (attempt === attempts) {
        throw new Problem(
          "table.busy",
          phrase`The table is being loaded or altered just now: try again when that is done.`,
        );
      }
      await sleep(50 + Math.random() * 100);
    }
  }
}

function isLockFault(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "55P03" || code === "40P01";
}
