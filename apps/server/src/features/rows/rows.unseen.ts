import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { findField } from "@weft/model/fields/find-field";
import type { Filter } from "@weft/model/filter";
import { fieldsOf } from "@weft/model/filter";
import { phrase } from "@weft/model/texts/phrase";
import { CompiledQuery } from "kysely";
import type { DataTransaction } from "../../database/databases.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import type { SentRow } from "./rows.cells.ts";
import { faultsText } from "./rows.cells.ts";
import { filterSql } from "./rows.filter-sql.ts";
import type { WrittenPart } from "./rows.parts.ts";
import { faultsMax, findSeen } from "./rows.refusals.ts";
import { physicalSql } from "./rows.rules-sql.ts";
import { SqlParameters } from "./sql-values.ts";
import type { RowWrite } from "./rows.write.ts";

interface Unseen {
  id: number;
  /** As it was sent; absent when it comes back from the log. */
  sent: SentRow | undefined;
}

/** Throws `row.invalid` naming every row that was written and that its writer would not see now, and the field that decides it. */
export async function refuseUnseen(
  trx: DataTransaction,
  table: GrantedTable,
  parts: readonly WrittenPart[],
  write: RowWrite,
): Promise<void> {
  if (!table.rule) return;
  const written = parts
    .filter(({ kind }) => kind !== "delete" && kind !== "move" && kind !== "moveBack")
    .flatMap(({ kind, ids }) => ids.map((id, index): Unseen => ({ id, sent: sentOf(write, kind, index) })));
  const seen = await findSeen(
    trx,
    table,
    written.map(({ id }) => id),
  );
  const unseen = written.filter(({ id }) => !seen.has(id));
  if (unseen.length === 0) return;
  const told = unseen.slice(0, faultsMax);
  const deciding = await findDeciding(
    trx,
    table,
    told.flatMap(({ id, sent }) => (sent ? [id] : [])),
  );
  const faults = told.map((row) => faultOf(row, table, deciding.get(row.id)));
  throw new Problem("row.invalid", faultsText(table, faults, unseen.length), faults);
}

function sentOf({ create, update }: RowWrite, kind: WrittenPart["kind"], index: number): SentRow | undefined {
  if (kind === "create") return create?.[index];
  return kind === "update" ? update?.[index] : undefined;
}

function faultOf({ id, sent }: Unseen, { fields }: GrantedTable, decides: Field | undefined): Fault {
  if (!sent || !decides)
    return {
      path: sent?.path ?? `rows.${id}`,
      message: phrase`by the rules of this table you would not see the row; ask somebody who sees all rows to write it`,
    };
  const key = Object.keys(sent.cells).find((name) => findField(fields, name)?.id === decides.id);
  if (key === undefined)
    return {
      path: sent.path,
      message: phrase`by the rules of this table you would not see the row without a fitting ${decides.name}; give it one whose rows you see`,
    };
  return {
    path: `${sent.path}.${key}`,
    message: phrase`by the rules of this table you would not see the row with this ${decides.name}; give it one whose rows you see`,
  };
}

/** The field by which alone each of some rows is not seen; rows of which others decide, or one that is not theirs to change, have none. */
async function findDeciding(
  trx: DataTransaction,
  table: GrantedTable,
  ids: readonly number[],
): Promise<Map<number, Field>> {
  const conditions = table.rule?.filter ? conjunctsOf(table.rule.filter) : [];
  if (conditions.length === 0 || ids.length === 0) return new Map();
  const values = new SqlParameters();
  const passes = conditions.map((condition) => filterSql(condition, table.whole.fields, values));
  const { rows } = await trx.executeQuery<{ id: number; passes: boolean[] }>(
    CompiledQuery.raw(
      `select t.id, array[${passes.map((test) => `(${test}) is true`).join(", ")}] as passes
       from ${physicalSql(table)} t where t.id = any(${values.put(ids, "bigint[]")})`,
      values.list,
    ),
  );
  const found = rows.map(({ id, passes }) => {
    const failed = conditions.filter((_, index) => !passes[index]).map(fieldsOf);
    const [fieldId, ...others] = new Set(failed.flat());
    // A condition without a field lets nothing pass, whatever one writes.
    const isOne = others.length === 0 && failed.every(({ length }) => length > 0);
    const isTheirs = !table.readOnlyFieldIds.includes(fieldId ?? "");
    return [id, isOne && isTheirs ? table.fields.find((field) => field.id === fieldId) : undefined] as const;
  });
  return new Map(found.flatMap(([id, field]) => (field ? [[id, field]] : [])));
}

/** What must all pass, one by one. */
function conjunctsOf(filter: Filter): Filter[] {
  return "all" in filter ? filter.all.flatMap(conjunctsOf) : [filter];
}
