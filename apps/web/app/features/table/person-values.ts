import type { Field } from "@weft/model/fields/field";
import type { Operator } from "@weft/model/filter";
import { operators } from "@weft/model/filter";
import { attributeTypes } from "@weft/model/grants/check-rules";
import { isMe } from "@weft/model/grants/table-rules";
import type { InjectionKey, Ref } from "vue";

/** Given by who builds filters of rules: what of a person can be compared with, by name. Elsewhere values are fixed ones. */
export const personValues: InjectionKey<Ref<readonly string[]>> = Symbol("person values");

/** Whether a condition can compare with a value of the person's. */
export function takesPersonValue(field: Field, op: Operator): boolean {
  return attributeTypes.includes(field.type) && ["one", "list", "text"].includes(operators[op].operand);
}

/** The name of the person's value that a condition compares with, if it does. */
export function personValueOf(value: unknown): string | null {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isMe(only) ? only.me : null;
}

/** A person's value as an operator takes it. */
export function toPersonValue(me: string, op: Operator): unknown {
  return operators[op].operand === "list" ? [{ me }] : { me };
}
