import type { Field } from "@weft/model/fields/field";
import { sql } from "kysely";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { refusal } from "../changes/changes.refusals.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { conversionOf } from "./fields.conversion.ts";
import type { EditHow } from "./fields.edits.ts";
import { appendEdit, auditEdit, getOwnField, refusePart } from "./fields.edits.ts";
import { alterTable } from "./fields.lock.ts";
import { lockRows } from "./fields.retype.store.ts";
import type { KeptRetype } from "./fields.retype.undo.store.ts";
import { findKeptColumn, findMisfits, hasRestoredRows, restoreColumn } from "./fields.retype.undo.store.ts";
import { updateFieldRow } from "./fields.store.ts";

/** A retype as the log holds it. */
export interface LoggedRetype {
  number: number;
  undoes: number | null;
  fieldId: string;
  before: Field;
  after: Field;
  /** Undefined in old logs. */
  lost?: number;
}

const namedMax = 20;

/**
 * Takes a retype back: cells that nobody wrote since have their old values again, to the last digit; what was written since
 * is converted. Refused where a single value would be lost, be it one written since or one whose row was away meanwhile.
 */
export async function undoRetype(
  weft: Weft,
  actor: Actor,
  tableId: string,
  logged: LoggedRetype,
  how: EditHow,
): Promise<void> {
  const { number, fieldId, before, after } = logged;
  const granted = await access(weft, actor, "field.update", { tableId });
  await alterTable(weft, tableId, async (trx) => {
    const table = await getGrantedTable(trx, granted);
    await lockRows(trx, table);
    const field = getOwnField(table, fieldId);
    refusePart(table);
    await how.first?.(trx, field);
    if (!isAsLeft(field, after)) throw refusal(phrase`${field.name} has another type or other choices by now.`);
    const [kept, first] = [
      await findKeptColumn(trx, table, fieldId, number),
      await findKeptColumn(trx, table, fieldId, logged.undoes),
    ];
    const retype = { table, field, to: backOf(field, before, after), before, after, kept, first };
    if (kept ? logged.lost !== 0 && (await hasRestoredRows(trx, tableId, number)) : !isRetypedInPlace(logged))
      throw refusal(lostText(weft, field, kept !== null));
    const { misfits, count, again } = await findMisfits(trx, retype, namedMax);
    if (count > 0) throw misfitRefusal(retype, misfits, count);
    const edit = { tableId, kind: "fields.retyped", fieldId, before: field, after: retype.to, lost: again } as const;
    const change = await appendEdit(trx, actor, edit, how);
    const { isSame } = conversionOf(sql.id(fieldId), field, retype.to);
    if (kept || !isSame || again > 0) await restoreColumn(trx, retype, change);
    await updateFieldRow(trx, fieldId, { type: retype.to.type, options: retype.to.options } as Partial<Field>);
    await auditEdit(trx, actor, edit);
  });
}

/** Whether the field has the shape the retype gave it; choices that were added behind do not count. */
function isAsLeft(field: Field, after: Field): boolean {
  if (field.type !== after.type) return false;
  if (field.type !== "choice" || after.type !== "choice") return isSameJson(field.options, after.options);
  return isSameJson(field.options.choices.slice(0, after.options.choices.length), after.options.choices);
}

/** The field as it shall be: called as it is now, of the type from before; choices added since stay choices. */
function backOf(field: Field, before: Field, after: Field): Field {
  const { id, name, description } = field;
  const back = { ...before, id, name, description } as Field;
  if (field.type !== "choice" || after.type !== "choice" || back.type !== "choice") return back;
  const names = new Set([...after.options.choices, ...back.options.choices].map((choice) => choice.name));
  const added = field.options.choices.filter((choice) => !names.has(choice.name));
  return { ...back, options: { choices: [...back.options.choices, ...added] } };
}

/** Whether the values could stay where they were, so that none were kept beside. */
function isRetypedInPlace({ before, after, fieldId, lost }: LoggedRetype): boolean {
  return lost === 0 && conversionOf(sql.id(fieldId), before, after).isSame;
}

function isSameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function lostText(weft: Weft, { name }: Field, isKept: boolean): Phrase {
  return isKept
    ? phrase`Rows that were deleted have come back since, without what ${name} held before its type was changed: the change cannot be undone.`
    : phrase`The values of ${name} from before are not kept any more: that is done for ${weft.config.trashDays} days.`;
}

function misfitRefusal({ field }: KeptRetype, misfits: { rowId: number; value: string }[], count: number) {
  const [first] = misfits;
  const text = phrase`${count} values of ${field.name} that were written since would be lost, such as “${first?.value ?? ""}” in row ${String(first?.rowId)}: change them first.`;
  const issues = misfits.map(({ rowId, value }) => {
    return { path: `rows.${rowId}.cells.${field.name}`, message: phrase`“${value}” does not fit the type from before` };
  });
  return refusal(text, issues);
}
