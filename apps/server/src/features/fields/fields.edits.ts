import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { DataTransaction } from "../../database/databases.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";

/** What an edit says besides itself when it undoes another. */
export interface EditHow {
  /** The change that this one undoes. */
  undoes?: number;
  /** Asked under the table's lock, before anything is changed, with the field as it is. */
  first?: (trx: DataTransaction, field: Field | null) => Promise<void>;
}

/** A field as the log keeps it; with the field it stood before (null = last) where it was moved. */
export type EditSide = Field & { standsBefore?: string | null };

/** One edit of a field for the log; null = it was or is not there. */
interface FieldEdit {
  tableId: string;
  kind: "fields.created" | "fields.updated" | "fields.retyped" | "fields.deleted" | "fields.restored";
  fieldId: string;
  before: EditSide | null;
  after: EditSide | null;
  /** Of a retype: how many values it emptied or cut. */
  lost?: number;
}

/** Writes a schema edit as a change whose detail holds the field before and after; gives its number. */
export async function appendEdit(
  trx: DataTransaction,
  actor: Actor,
  edit: FieldEdit,
  { undoes }: EditHow,
): Promise<number> {
  const { tableId, kind, ...detail } = edit;
  const taken = await takeNumber(trx, tableId);
  if (!taken) throw new Problem("table.not_found", phrase`There is no table ${tableId}, or it is not yours to see.`);
  await appendChange(trx, actor, { tableId, number: taken.number, kind, detail, undoes });
  // A retype goes on for long after its number is taken: it tells the audit trail itself, at its end.
  if (kind !== "fields.retyped") await auditEdit(trx, actor, edit);
  return taken.number;
}

/** Tells the audit trail of a schema edit; the last thing in its transaction. */
export async function auditEdit(
  trx: DataTransaction,
  actor: Actor,
  { kind, fieldId, before, after, lost }: FieldEdit,
): Promise<void> {
  const sides = { before, after: lost === undefined ? after : { ...after, lost } };
  await recordAudit(trx, actor, { action: editActions[kind], thing: { kind: "field", id: fieldId }, ...sides });
}

const editActions = {
  "fields.created": "field.created",
  "fields.updated": "field.updated",
  "fields.retyped": "field.retyped",
  "fields.deleted": "field.deleted",
  "fields.restored": "field.restored",
} as const;

/** A field that somebody sees and that is not in the trash, or `field.not_found`. */
export function getField({ fields }: Pick<GrantedTable, "fields">, fieldId: string): Field {
  const field = fields.find(({ id }) => id === fieldId);
  if (!field) throw missingField(fieldId);
  return field;
}

/** The same, if its cells are the person's to change. */
export function getOwnField(table: GrantedTable, fieldId: string): Field {
  const field = getField(table, fieldId);
  if (table.readOnlyFieldIds.includes(fieldId))
    throw new Problem("auth.forbidden", phrase`${field.name} is read-only for you: ask somebody who may change it.`);
  return field;
}

/** Refuses what changes all cells of a field to whom some rows are hidden. */
export function refusePart({ rule, name }: GrantedTable): void {
  if (!rule) return;
  throw new Problem(
    "auth.forbidden",
    phrase`You see only some of the rows of ${name}: ask somebody who sees all of them to change the type of a field.`,
  );
}

/** The refusal of a field that is not there. */
export function missingField(fieldId: string): Problem {
  return new Problem("field.not_found", phrase`There is no field ${fieldId} in this table; it may be in the trash.`);
}
