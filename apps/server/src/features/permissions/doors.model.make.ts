import type { CellValue, Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import { matches } from "@weft/model/filters/matches";
import { resolveFilter } from "@weft/model/filters/resolve";
import type { Grant, Thing } from "@weft/model/grants/decide";
import { decide } from "@weft/model/grants/decide";
import type { Person, TableRules } from "@weft/model/grants/table-rules";
import { viewOf } from "@weft/model/grants/table-rules";
import type { GrantedRole } from "@weft/model/permissions";

/** A row as it lies in the test's memory; cells by field id, all of them. */
export interface ModelRow {
  id: number;
  cells: Record<string, CellValue>;
  /** Who made it; null = it was there before anybody. */
  author: string | null;
}

/** A table in the test's memory, with everything that says who sees what of it. */
export interface Model {
  tableId: string;
  fields: Field[];
  rows: Map<number, ModelRow>;
  rules: TableRules;
  chain: Thing[];
  grants: Grant[];
  /** The row a token of a cell belongs to, of rows that are gone too. */
  tokens: Map<string, number>;
}

/** Somebody of the test, as rules and grants see them. */
export interface ModelPerson extends Person {
  teamIds: string[];
}

/** What somebody may see of a table, by the pure model alone. */
export interface Sight {
  role: GrantedRole;
  fields: Field[];
  hidden: Field[];
  readOnly: Set<string>;
  /** Rows they see, in the order of their ids. */
  rows: ModelRow[];
  isRuled: boolean;
  /** Whether they would see a row. */
  passes(row: ModelRow): boolean;
}

/** What somebody sees of the table as it is now. */
export function look({ fields, rows, rules, chain, grants }: Model, person: ModelPerson): Sight {
  const { role } = decide(chain, { personId: person.id, teamIds: person.teamIds }, grants);
  const view = viewOf(rules, { role }, person);
  const passesFilter = tester(view.filter, fields);
  const passes = (row: ModelRow) => (!view.ownRowsOnly || row.author === person.id) && passesFilter(row.cells);
  return {
    role,
    fields: fields.filter(({ id }) => !view.hiddenFieldIds.includes(id)),
    hidden: fields.filter(({ id }) => view.hiddenFieldIds.includes(id)),
    readOnly: new Set(view.readOnlyFieldIds),
    rows: inOrder([...rows.values()]).filter(passes),
    isRuled: view.filter !== null || view.ownRowsOnly,
    passes,
  };
}

/** Tells whether cells pass a filter; one that does not fit the fields lets nothing pass. */
function tester(filter: Filter | null, fields: readonly Field[]): (cells: ModelRow["cells"]) => boolean {
  if (filter === null) return () => true;
  const resolved = resolveFilter(filter, fields);
  return (cells) => resolved.ok && matches(resolved.filter, cells, fields);
}

/** A list as somebody asks for it, by field id. */
export interface ModelList {
  filter: Filter | null;
  search: string | null;
  sort: { field: string; isDown: boolean }[];
}

/** The rows of a list, in its order. */
export function listOf({ rows, fields }: Sight, { filter, search, sort }: ModelList): ModelRow[] {
  const passes = tester(filter, fields);
  return rows
    .filter(({ cells }) => passes(cells) && (search === null || holds(cells, fields, search)))
    .sort((left, right) => compareRows(left, right, sort));
}

/** Whether any cell holds a text; numbers and days are looked into only where the text could be in one. */
export function holds(cells: ModelRow["cells"], fields: readonly Field[], text: string): boolean {
  const isDigits = /^[\d .:+-]*$/.test(text);
  const looked = fields.filter(
    ({ type }) => type !== "boolean" && (isDigits || (type !== "number" && type !== "date")),
  );
  return looked.some(({ id }) => cells[id] != null && String(cells[id]).toLowerCase().includes(text.toLowerCase()));
}

/** Empty cells come last in both directions; rows that are equal go by id, in the direction of the last sort. */
function compareRows(left: ModelRow, right: ModelRow, sort: ModelList["sort"]): number {
  for (const { field, isDown } of sort) {
    const [one, other] = [left.cells[field] ?? null, right.cells[field] ?? null];
    if (one === other) continue;
    if (one === null || other === null) return one === null ? 1 : -1;
    return (one < other ? -1 : 1) * (isDown ? -1 : 1);
  }
  return (left.id - right.id) * (sort.at(-1)?.isDown ? -1 : 1);
}

function inOrder(rows: ModelRow[]): ModelRow[] {
  return rows.sort((left, right) => left.id - right.id);
}

/**
 * What an answer tells somebody that they must not know, whatever was asked: notes of rows they do not see, and what fields
 * that are hidden from them hold and are called. What the request says itself may be repeated.
 */
export function leakIn(text: string, request: string, model: Model, sight: Sight): string | null {
  const isNoteHidden = sight.hidden.some(({ name }) => name.startsWith("Note"));
  const seen = new Set(sight.rows.map(({ id }) => id));
  for (const [token] of text.matchAll(/\bn\d+q\b/g)) {
    const rowId = model.tokens.get(token);
    if (rowId === undefined || request.includes(token)) continue;
    if (isNoteHidden || (model.rows.has(rowId) && !seen.has(rowId))) return `${token} of row ${rowId}`;
  }
  const names = sight.hidden.flatMap(({ id, name }) => [id, name]);
  return names.find((name) => text.includes(name) && !request.includes(name)) ?? null;
}
