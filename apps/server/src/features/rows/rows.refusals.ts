import { Problem } from "@weft/api/problems";
import { listed, phrase } from "@weft/model/texts/phrase";
import { CompiledQuery } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { Weft } from "../../weft.ts";
import { findPersonNames } from "../changes/changes.people.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { rowsSql } from "./rows.rules-sql.ts";
import { SqlParameters } from "./sql-values.ts";
import type { WrittenRow } from "./rows.write-sql.ts";

/** As many faults are told; a write of thousands of rows may have one in each. */
export const faultsMax = 1000;

/** Throws `row.not_found` naming every row that was to be written and is not there. */
export function refuseMissing(
  table: GrantedTable,
  ids: number[],
  rows: readonly Pick<WrittenRow, "id">[],
  pathOf: (index: number) => string,
): never {
  const found = new Set(rows.map((row) => row.id));
  const missing = ids.map((id, index) => ({ id, index })).filter(({ id }) => !found.has(id));
  const names = missing.slice(0, 5).map(({ id }) => String(id));
  throw new Problem(
    "row.not_found",
    phrase`Nothing was written: ${table.name} has no row ${listed(missing.length > names.length ? [...names, "…"] : names)}. Read it anew.`,
    missing
      .slice(0, faultsMax)
      .map(({ id, index }) => ({ path: pathOf(index), message: phrase`there is no row ${String(id)}` })),
  );
}

/** Throws `row.changed` naming every row that is not as its writer last saw it, and who changed it. */
export async function refuseChanged(
  weft: Weft,
  trx: DataTransaction,
  table: GrantedTable,
  wanted: { id: number; path: string; ifChange?: number }[],
  rows: WrittenRow[],
): Promise<void> {
  if (wanted.every((row) => row.ifChange === undefined)) return;
  const current = new Map(rows.map((row) => [row.id, row.changeBefore]));
  const changed = wanted.filter(({ id, ifChange }) => ifChange !== undefined && ifChange !== current.get(id));
  if (changed.length === 0) return;
  const numbers = changed.map(({ id }) => current.get(id) ?? 0);
  const changes = await trx
    .selectFrom("changes")
    .select(["number", "person_id"])
    .where("table_id", "=", table.id)
    .where("number", "in", numbers)
    .execute();
  const names = await findPersonNames(
    weft,
    changes.map((change) => change.person_id),
  );
  const issues = changed.slice(0, faultsMax).map(({ id, path, ifChange }) => {
    const number = current.get(id) ?? 0;
    const by = names.get(changes.find((change) => change.number === number)?.person_id ?? "") ?? phrase`somebody`;
    return {
      path,
      message: phrase`row ${String(id)} was changed by ${by} (change ${String(number)}, not ${String(ifChange)})`,
    };
  });
  throw new Problem(
    "row.changed",
    phrase`Nothing was written: ${issues[0]?.message ?? ""}. Read it anew and try again.`,
    issues,
  );
}

/** Which of some rows are there for whom the table was granted to. */
export async function findSeen(
  db: Pick<DataTransaction, "executeQuery">,
  table: GrantedTable,
  ids: readonly number[],
): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const values = new SqlParameters();
  const { rows } = await db.executeQuery<{ id: number }>(
    CompiledQuery.raw(
      `select t.id from ${rowsSql(table, values)} where t.id = any(${values.put(ids, "bigint[]")})`,
      values.list,
    ),
  );
  return new Set(rows.map(({ id }) => id));
}
