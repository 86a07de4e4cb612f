import type { Field, FieldType } from "@weft/model/fields/field";
import type { Condition, Filter, Operator } from "@weft/model/filter";
import { operators, operatorsFor } from "@weft/model/filter";

/** A part keeps its key while it is edited: what stands beside it comes and goes. */
interface Keyed {
  key: number;
}

/** A group as the filter builder edits it; `parts` may hold conditions that are not complete yet. */
export interface GroupDraft extends Keyed {
  kind: "group";
  joint: "all" | "any";
  parts: PartDraft[];
}

export interface ConditionDraft extends Keyed {
  kind: "condition";
  field: string;
  op: Operator;
  value: unknown;
}

/** What the builder cannot edit, such as `not`: kept as it is, or removed. */
interface OtherDraft extends Keyed {
  kind: "other";
  filter: Filter;
}

export type PartDraft = GroupDraft | ConditionDraft | OtherDraft;

let keys = 0;
const newKey = (): number => (keys += 1);

/** A new group of parts. */
export function groupOf(joint: "all" | "any", parts: PartDraft[]): GroupDraft {
  return { kind: "group", key: newKey(), joint, parts };
}

/** A filter as the builder edits it, its fields by id. */
export function draftOf(filter: Filter | null, fields: readonly Field[]): GroupDraft {
  if (!filter) return groupOf("all", []);
  const part = partOf(filter, fields);
  return part.kind === "group" ? part : groupOf("all", [part]);
}

function partOf(filter: Filter, fields: readonly Field[]): PartDraft {
  const partsOf = (parts: readonly Filter[]) => parts.map((part) => partOf(part, fields));
  if ("all" in filter) return groupOf("all", partsOf(filter.all));
  if ("any" in filter) return groupOf("any", partsOf(filter.any));
  if ("not" in filter) return { kind: "other", key: newKey(), filter };
  const field = fields.find(({ id, name }) => id === filter.field || name === filter.field);
  if (!field || !operatorsFor(field.type).includes(filter.op)) return { kind: "other", key: newKey(), filter };
  return { kind: "condition", key: newKey(), field: field.id, op: filter.op, value: filter.value };
}

/** The filter a draft says so far, without what is not complete; null when that is nothing. */
export function filterOf(draft: GroupDraft): Filter | null {
  const parts = draft.parts.map(filterOfPart).filter((part) => part !== null);
  if (parts.length === 0) return null;
  if (parts.length === 1) return parts[0]!;
  return draft.joint === "all" ? { all: parts } : { any: parts };
}

function filterOfPart(part: PartDraft): Filter | null {
  if (part.kind === "group") return filterOf(part);
  if (part.kind === "other") return part.filter;
  return isComplete(part) ? conditionOf(part) : null;
}

function conditionOf({ field, op, value }: ConditionDraft): Condition {
  return operators[op].operand === "none" ? { field, op } : { field, op, value };
}

/** Whether nothing in a draft is left to be completed: what is not, its filter leaves out. */
export function isWhole(draft: GroupDraft): boolean {
  return draft.parts.every((part) =>
    part.kind === "group" ? part.parts.length > 0 && isWhole(part) : part.kind === "other" || isComplete(part),
  );
}

function isComplete({ op, value }: ConditionDraft): boolean {
  const { operand } = operators[op];
  if (operand === "none") return true;
  if (operand === "list" || operand === "months" || operand === "weekdays")
    return Array.isArray(value) && value.length > 0;
  if (operand === "two") return Array.isArray(value) && value.length === 2 && value.every((part) => part !== null);
  return value !== null && value !== undefined && value !== "";
}

const firstOperators: Partial<Record<FieldType, Operator>> = {
  text: "contains",
  long_text: "contains",
  url: "contains",
  email: "contains",
  json: "contains",
  boolean: "is_yes",
  date: "in_period",
  datetime: "in_period",
};

/** The operators to choose from: yes and no by their own names, not as `is` with a value, unless that is there already. */
export function offeredOperators(field: Field, present: Operator): Operator[] {
  const fitting = operatorsFor(field.type);
  return field.type === "boolean"
    ? fitting.filter((op) => op === present || (op !== "is" && op !== "is_not"))
    : fitting;
}

/** A new condition on a field, with the operator people want first. */
export function conditionOn(field: Field): ConditionDraft {
  const op = firstOperators[field.type] ?? operatorsFor(field.type)[0]!;
  return { kind: "condition", key: newKey(), field: field.id, op, value: emptyValue(op) };
}

/** The value a condition starts with after its field or operator has changed; kept where the operand stays alike. */
export function emptyValue(op: Operator, before?: ConditionDraft): unknown {
  const { operand } = operators[op];
  if (before && operators[before.op].operand === operand) return before.value;
  if (operand === "list" || operand === "months" || operand === "weekdays") return [];
  if (operand === "period") return "today";
  return operand === "two" ? [null, null] : null;
}
