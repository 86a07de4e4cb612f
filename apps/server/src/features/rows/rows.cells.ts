import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { CellValue, Field } from "@weft/model/fields/field";
import { findField } from "@weft/model/fields/find-field";
import type { Checked } from "@weft/model/values/check";
import { checkCell } from "@weft/model/values/check";
import { parseText } from "@weft/model/values/parse";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { faultsMax } from "./rows.refusals.ts";

/** Cells of one row as a caller sent them, by field name or id, and where they stand in the request. */
export interface SentRow {
  path: string;
  cells: Record<string, unknown>;
}

export interface CheckedRows {
  /** Canonical cells by field id, row for row. */
  rows: Record<string, CellValue>[];
  /** Choices that were typed and that no field offered yet, by field id. */
  newChoices: Map<string, string[]>;
}

/**
 * Checks every cell of every row and throws one `row.invalid` with all their faults (the first 1,000). With `parse`, text is read as an
 * import would read it; then `addChoices` lets a typed choice that is not offered yet be added to its field.
 */
export function checkRows(
  table: GrantedTable,
  sent: readonly SentRow[],
  how: { parse: boolean; addChoices: boolean; trashed: readonly Field[] },
): CheckedRows {
  const issues: Fault[] = [];
  let faults = 0;
  const refuse = (path: string, message: Phrase) => {
    if (++faults <= faultsMax) issues.push({ path, message });
  };
  const newChoices = new Map<string, string[]>();
  const known = new Map<string, Field | undefined>();
  const readOnly = new Set(table.readOnlyFieldIds);
  const rows = sent.map(({ path, cells }) => {
    const checked: Record<string, CellValue> = {};
    for (const [key, value] of Object.entries(cells)) {
      if (!known.has(key)) known.set(key, findField(table.fields, key));
      const field = known.get(key);
      const at = `${path}.${key}`;
      if (!field) refuse(at, unknown(key, how.trashed));
      else if (readOnly.has(field.id)) refuse(at, phrase`${field.name} is read-only for you`);
      else if (field.id in checked) refuse(at, phrase`${field.name} stands twice, by name and by id`);
      else {
        const result = how.parse ? readCell(field, value, how.addChoices, newChoices) : checkCell(field, value);
        if (result.ok) checked[field.id] = result.value;
        else refuse(at, phrase`${field.name} ${result.reason}`);
      }
    }
    return checked;
  });
  if (faults > 0) throw new Problem("row.invalid", faultsText(table, issues, faults), issues);
  return { rows, newChoices };
}

/** Whether any row names a field, by name or id, that the table does not have. */
export function namesUnknown(table: GrantedTable, sent: readonly SentRow[]): boolean {
  const known = new Set(table.fields.flatMap(({ id, name }) => [id, name]));
  return sent.some(({ cells }) => Object.keys(cells).some((key) => !known.has(key) && !findField(table.fields, key)));
}

function unknown(key: string, trashed: readonly Field[]): Phrase {
  const gone = trashed.find(({ id }) => id === key);
  return gone ? phrase`the field ${gone.name} was deleted` : phrase`there is no field ${key}`;
}

function readCell(field: Field, value: unknown, addChoices: boolean, newChoices: Map<string, string[]>): Checked {
  if (typeof value !== "string") return checkCell(field, value);
  if (field.type !== "choice") return readText(field, value);
  const name = value.trim();
  if (name === "") return { ok: true, value: null };
  const offered = field.options.choices.map((choice) => choice.name).concat(newChoices.get(field.id) ?? []);
  const chosen = offered.find((one) => one === name) ?? offered.find((one) => one.toLowerCase() === name.toLowerCase());
  if (chosen !== undefined) return { ok: true, value: chosen };
  if (!addChoices)
    return { ok: false, reason: phrase`does not offer “${name}”; a builder of this workspace can add it` };
  const checked = checkCell({ type: "text", options: {} }, name);
  if (!checked.ok || name.length > choiceLengthMax)
    return checked.ok
      ? { ok: false, reason: phrase`cannot have a choice of more than ${choiceLengthMax} characters` }
      : checked;
  newChoices.set(field.id, [...(newChoices.get(field.id) ?? []), name]);
  return checked;
}

/** One cell has no column to tell its way of writing: the usual one first (1.5, day before month), then the other. */
function readText(field: Field, text: string): Checked {
  const isNumber = field.type === "number";
  const read = parseText(field, text, isNumber ? { decimalMark: "." } : { dateOrder: "dmy" });
  if (read.ok) return read;
  const other = parseText(field, text, isNumber ? { decimalMark: "," } : { dateOrder: "mdy" });
  return other.ok ? other : read;
}

const choiceLengthMax = 200;

/** Says that nothing was written, with the first of the faults and how many there are. */
export function faultsText(table: Pick<GrantedTable, "name">, issues: readonly Fault[], faults: number): Phrase {
  const first = issues[0]?.message ?? "";
  return faults === 1
    ? phrase`Nothing was written to ${table.name}: ${first}.`
    : phrase`Nothing was written to ${table.name}: ${first} and ${faults - 1} more.`;
}
