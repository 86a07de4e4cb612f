import { isDeepStrictEqual } from "node:util";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import type { WantedRules } from "@weft/model/grants/check-rules";
import { checkRules } from "@weft/model/grants/check-rules";
import type { TableRules } from "@weft/model/grants/table-rules";
import type { GrantedRole } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import { fixedRules, knownFields } from "./rules.sight.ts";

/** The rules that a table has once somebody with `role` has set others: what binds themselves stays. Throws every fault of every part. */
export function mergeRules(
  rules: TableRules,
  fields: readonly Field[],
  role: GrantedRole,
  wanted: WantedRules,
): TableRules {
  const checked = checkRules(wanted, knownFields(rules, fields, role));
  if (!checked.ok) throw invalid(checked.faults);
  const fixed = fixedRules(rules, fields, role);
  const bent = Object.keys(checked.rules.fields).filter(
    (id) => id in fixed.fields && !isDeepStrictEqual(checked.rules.fields[id], fixed.fields[id]),
  );
  if (bent.length > 0)
    throw new Problem(
      "auth.forbidden",
      phrase`The rule of ${nameOf(bent[0], fields)} binds you too: somebody whom it does not bind may change it.`,
    );
  const added = checked.rules.rows.filter((rule) => !fixed.rows.some((kept) => isDeepStrictEqual(kept, rule)));
  return { fields: { ...checked.rules.fields, ...fixed.fields }, rows: [...fixed.rows, ...added] };
}

function invalid(faults: readonly Fault[]): Problem {
  return new Problem(
    "request.invalid",
    faults.length === 1
      ? phrase`One part of the request must be mended.`
      : phrase`${faults.length} parts of the request must be mended.`,
    faults,
  );
}

function nameOf(id: string | undefined, fields: readonly Field[]): string {
  return fields.find((field) => field.id === id)?.name ?? "";
}
