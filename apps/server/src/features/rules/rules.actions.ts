import type { BodyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import type * as contract from "@weft/api/rules";
import type { FieldAccess, RulesPreview, TableRulesShown } from "@weft/api/rules";
import { viewOf } from "@weft/model/grants/table-rules";
import { roleMay } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { say } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { resolveSelection } from "../rows/rows.selection.ts";
import { countTotal } from "../rows/rows.totals.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import { grantTable } from "../tables/tables.granted.ts";
import { setTableRules } from "../tables/tables.rules.ts";
import type { Granted } from "../workspaces/workspaces.access.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { decideStanding, findStanding } from "../workspaces/workspaces.roles.ts";
import { mergeRules } from "./rules.merge.ts";
import { noRules, showBinding, showFields, showRules } from "./rules.sight.ts";

/** The rules of a table, as far as the caller knows of its fields. */
export async function getRules(weft: Weft, actor: Actor, tableId: string): Promise<TableRulesShown> {
  const { role } = await access(weft, actor, "grants.read", { tableId });
  const table = await getCatalogTable(weft.db.data, tableId);
  return showRules(table.rules ?? noRules, table, role, (said) => say(said, actor.language));
}

/**
 * Sets a table's rules; those that bind the caller stay as they are, so that nobody loosens what binds themselves. Of two who
 * have read the same, the second is refused.
 */
export async function putRules(
  weft: Weft,
  actor: Actor,
  tableId: string,
  wanted: BodyOf<typeof contract.putRules>,
): Promise<TableRulesShown> {
  await access(weft, actor, "grants.update", { tableId });
  await setTableRules(weft, actor, tableId, async (table) => {
    // Asked again: somebody may have taken it away while we waited.
    const { role } = await access(weft, actor, "grants.update", { tableId });
    refuseChanged(table, wanted.ifChange);
    const rules = mergeRules(table.rules ?? noRules, table.fields, role, wanted);
    return rules.rows.length === 0 && Object.keys(rules.fields).length === 0 ? null : rules;
  });
  return getRules(weft, actor, tableId);
}

function refuseChanged({ name, rulesChange }: CatalogTable, ifChange: number | undefined): void {
  if (ifChange === undefined || ifChange === rulesChange) return;
  throw new Problem(
    "rules.changed",
    phrase`Nothing was saved: somebody else has set other rules for ${name} since you read them. Read those that hold now, and set yours again.`,
  );
}

/** What a person sees of a table; how many rows only to those whom no rule keeps from seeing all of them. */
export async function previewRules(weft: Weft, actor: Actor, tableId: string, personId: string): Promise<RulesPreview> {
  const granted = await access(weft, actor, "grants.read", { tableId });
  const table = await getCatalogTable(weft.db.data, tableId);
  const rules = table.rules ?? noRules;
  const standing = await findStanding(weft.db, personId, { tableId }, false);
  if (!standing?.email) throw new Problem("person.not_found", phrase`There is no person ${personId}.`);
  const { role } = decideStanding(standing);
  const { email, attributes } = standing;
  const view = viewOf(rules, { role }, { id: personId, email, attributes });
  const fields = showFields(rules, table.fields, granted.role, view).map((field): FieldAccess => {
    if (role === "none") return { ...field, access: "hidden" };
    return field.access === "change" && !roleMay(role, "row.update") ? { ...field, access: "read" } : field;
  });
  const counts = await countRows(weft, table, granted, personId);
  return { personId, role, fields, ...counts, rules: showBinding(rules, role, granted.role) };
}

/** How many rows somebody sees, and how many there are; nothing for who does not see all of them. */
async function countRows(weft: Weft, table: CatalogTable, granted: Granted, personId: string) {
  const mine = grantTable(table, granted);
  if (mine.rule) return { rows: null, ofRows: null };
  const all = await countTotal(weft, mine, resolveSelection(mine, {}));
  const reader = { personId, tokenScopes: null };
  const theirs = await access(weft, reader, "row.read", { tableId: table.id }).catch(asNothing);
  if (!theirs) return { rows: 0, ofRows: all.rows };
  const seen = grantTable(table, theirs);
  return { rows: (await countTotal(weft, seen, resolveSelection(seen, {}))).rows, ofRows: all.rows };
}

function asNothing(error: unknown): null {
  if (error instanceof Problem && error.status < 500) return null;
  throw error;
}
