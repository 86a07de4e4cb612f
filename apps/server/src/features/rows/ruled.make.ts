import type { Table } from "@weft/api/bases";
import type { TableRules } from "@weft/model/grants/table-rules";
import type { Permission, Role } from "@weft/model/permissions";
import type { Actor } from "../../actor.ts";
import { announce } from "../../live/announce.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import type { CatalogTable } from "../tables/tables.catalog.ts";
import type { GrantedTable } from "../tables/tables.granted.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { makeTable } from "../tables/tables.make.ts";
import { setTableRules } from "../tables/tables.rules.ts";
import { access } from "../workspaces/workspaces.access.ts";

type WantedTable = NonNullable<Parameters<typeof makeTable>[2]>;

/** A table with rules, whose owner sees all of it, and how tests reach for it. */
export interface Ruled {
  weft: TestWeft;
  owner: TestPerson;
  table: Table;
  params: { tableId: string };
  /** Ids of its fields by their names. */
  field: Record<string, string>;
  /** Somebody in the same workspace, and the same base. */
  join(role: Role, attributes?: Record<string, string | string[]>): Promise<TestPerson>;
  setRules(rules: Partial<TableRules> | null): Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a Weft with a table; `rows` get the ids 1, 2, 3 … and are made by SQL, as if imported. */
export async function makeRuled(
  wanted: WantedTable & {
    rules?: (field: Record<string, string>) => Partial<TableRules>;
    environment?: Record<string, string>;
  } = {},
): Promise<Ruled> {
  const weft = await makeTestWeft(wanted.environment);
  const owner = await makePerson(weft);
  const table = await makeTable(weft, owner, wanted);
  const field = Object.fromEntries(table.fields.map(({ id, name }) => [name, id]));
  const ruled: Ruled = {
    weft,
    owner,
    table,
    params: { tableId: table.id },
    field,
    async join(role, attributes = {}) {
      const person = await makePerson(weft, { workspaceId: owner.workspaceId, role });
      await setAttributes(weft, person, attributes);
      return { ...person, baseId: owner.baseId };
    },
    setRules: (rules) => setRules(weft, owner, table.id, rules),
    [Symbol.asyncDispose]: () => weft[Symbol.asyncDispose](),
  };
  if (wanted.rules) await ruled.setRules(wanted.rules(field));
  return ruled;
}

/** Sets a table's rules as its door would; gives the number of the change. */
async function setRules(
  test: TestWeft,
  person: TestPerson,
  tableId: string,
  rules: Partial<TableRules> | null,
): Promise<number> {
  const whole = rules && { fields: {}, rows: [], ...rules };
  return (await setTableRules(test.weft, actorOf(person), tableId, () => whole)).change;
}

/** Sets what rules call a person by in their workspace, and tells their sockets. */
export async function setAttributes(
  test: TestWeft,
  { personId, workspaceId }: TestPerson,
  attributes: Record<string, string | string[]>,
): Promise<void> {
  const { people } = test.weft.db;
  await people
    .updateTable("members")
    .set({ attributes: JSON.stringify(attributes) })
    .where("person_id", "=", personId)
    .where("workspace_id", "=", workspaceId)
    .execute();
  await announce(people, { about: "person", personId });
}

/** A table as somebody may see it. */
export async function grantedTo(
  test: TestWeft,
  person: TestPerson,
  tableId: string,
  permission: Permission = "row.read",
): Promise<GrantedTable> {
  const granted = await access(test.weft, actorOf(person), permission, { tableId });
  return getGrantedTable(test.weft.db.data, granted);
}

/** A table that hides nothing, for SQL that is measured or looked at without anybody who asks. */
export function seenWhole(table: CatalogTable): GrantedTable {
  return {
    ...table,
    hiddenFieldIds: [],
    readOnlyFieldIds: [],
    rule: null,
    sight: null,
    whole: table,
  } as unknown as GrantedTable;
}

function actorOf({ personId }: TestPerson): Actor {
  return { personId, tokenScopes: null, tokenId: null, requestId: "test", language: "en" } as Partial<Actor> as Actor;
}
