import { createTable } from "@weft/api/bases";
import { createClient } from "@weft/api/client";
import type { Endpoint } from "@weft/api/endpoint";
import { deleteGrant, putGrant } from "@weft/api/grants";
import { putAttributes } from "@weft/api/members";
import { createRows } from "@weft/api/rows";
import { putRules } from "@weft/api/rules";
import { addTeamMember, createTeam, removeTeamMember } from "@weft/api/teams";
import type { CellValue, Field } from "@weft/model/fields/field";
import type { Filter } from "@weft/model/filter";
import type { Grant } from "@weft/model/grants/decide";
import type { RowRule, TableRules } from "@weft/model/grants/table-rules";
import type { GrantedRole, Role } from "@weft/model/permissions";
import { compareRoles, grantedRoles, roles } from "@weft/model/permissions";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson } from "../../testing/weft.ts";
import type { Chances } from "./doors.chances.make.ts";
import type { Model, ModelPerson } from "./doors.model.make.ts";
import { leakIn, look } from "./doors.model.make.ts";

/** Somebody who asks, and how rules and grants see them. */
export interface Asker extends ModelPerson {
  person: TestPerson;
  workspaceRole: Role | null;
}

/** What a door answered. */
export interface Answer {
  status: number;
  text: string;
  /** The code of a refusal. */
  code: string | null;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of all doors are looked at by one hand
  json: any;
}

/** A workspace with its people, in which one table after the other is tried; nobody else touches it. */
export interface Lane {
  test: TestWeft;
  chances: Chances;
  owner: TestPerson;
  askers: Asker[];
  teamIds: string[];
  /** Grants that stand now, by thing and receiver. */
  given: Map<string, string>;
  tables: number;
  asked: number;
  /** The table that is tried now. */
  model: Model | null;
  /** What answers have told to somebody who must not know it. */
  leaks: string[];
}

const units = ["Birds", "Bats", "Fish"];
const days = ["2026-01-05", "2026-02-10", "2026-03-15"];
const client = createClient({ url: "" });

/** Opens a lane: an owner, a member of nearly each role, one who is no member, two teams. */
export async function makeLane(test: TestWeft, chances: Chances): Promise<Lane> {
  const owner = await makePerson(test);
  const { workspaceId } = owner;
  const askers: Asker[] = [await asAsker(owner, "owner")];
  for (const role of ["manager", "builder", "editor", "editor", "commenter", "viewer"] as const)
    askers.push(await asAsker(await makePerson(test, { workspaceId, role }), role));
  askers.push(await asAsker(await makePerson(test), null));
  const teams = await Promise.all(
    ["One", "Two"].map((name) => owner.client.call(createTeam, { params: { workspaceId }, body: { name } })),
  );
  return {
    test,
    chances,
    owner,
    askers,
    teamIds: teams.map(({ id }) => id),
    given: new Map(),
    tables: 0,
    asked: 0,
    model: null,
    leaks: [],
  };
}

async function asAsker(person: TestPerson, workspaceRole: Role | null): Promise<Asker> {
  const { personId } = person;
  return { person, workspaceRole, id: personId, email: `${personId}@example.org`, attributes: {}, teamIds: [] };
}

/** Asks a door as somebody, without a network between. */
export async function ask(
  lane: Lane,
  asker: Asker,
  endpoint: Endpoint,
  { params, query, body }: { params?: object; query?: object; body?: object },
): Promise<Answer> {
  lane.asked += 1;
  const sight = lane.model && look(lane.model, asker);
  const response = await lane.test.app.inject({
    method: endpoint.method,
    url: client.urlOf(endpoint, params as Record<string, unknown>, query as Record<string, unknown>),
    headers: { authorization: `Bearer ${asker.person.token}` },
    ...(body ? { payload: body } : {}),
  });
  const text = response.body;
  const request = JSON.stringify([params, query, body]);
  const leak = sight && lane.model && leakIn(text, request, lane.model, sight);
  if (leak) lane.leaks.push(`${endpoint.name} ${request} told ${leak}: ${text.slice(0, 1500)}`);
  const json = /^[[{]/.test(text) ? JSON.parse(text) : null;
  return { status: response.statusCode, text, json, code: response.statusCode >= 400 ? (json?.code ?? "") : null };
}

/** A new table in the lane: rows made by several people, then random attributes, teams, grants and rules. */
export async function makeRuledTable(lane: Lane): Promise<Model> {
  const { owner, chances } = lane;
  // Names and tokens say which table they are of.
  const mark = `${lane.tables++}x`;
  const fields = [
    { name: `Unit ${mark}`, type: "text" },
    { name: `Pay ${mark}`, type: "number", options: { decimals: null } },
    { name: `Day ${mark}`, type: "date" },
    { name: `Done ${mark}`, type: "boolean" },
    { name: `Note ${mark}`, type: "text" },
  ];
  const body = { name: `Table ${mark}`, fields: fields as never };
  const table = await owner.client.call(createTable, { params: { baseId: owner.baseId }, body });
  const model: Model = {
    tableId: table.id,
    fields: table.fields,
    rows: new Map(),
    rules: { fields: {}, rows: [] },
    chain: [
      { kind: "workspace", id: owner.workspaceId },
      { kind: "base", id: owner.baseId },
      { kind: "table", id: table.id },
    ],
    grants: [],
    tokens: new Map(),
  };
  await shuffleTeams(lane);
  for (const asker of lane.askers) if (asker.workspaceRole !== "owner") await give(lane, model, asker.id, "editor");
  for (const asker of chances.some(lane.askers, 6)) await makeRows(lane, model, asker, 1 + chances.below(4));
  await shuffleGrants(lane, model);
  await shuffleRules(lane, model);
  return model;
}

async function makeRows(lane: Lane, model: Model, asker: Asker, count: number): Promise<void> {
  const cells = Array.from({ length: count }, () => randomCells(lane, model.fields));
  const body = { rows: cells.map((each) => ({ cells: each as never })) };
  const params = { tableId: model.tableId };
  const { rows } = await asker.person.client.call(createRows, { params, query: { keys: "id" }, body });
  for (const [index, { id }] of rows.entries()) keepRow(model, id, cells[index] ?? {}, asker.id);
}

/** Puts a row into the test's memory. */
export function keepRow(model: Model, id: number, cells: Record<string, CellValue>, author: string | null): void {
  const all = Object.fromEntries(model.fields.map((field) => [field.id, cells[field.id] ?? null]));
  model.rows.set(id, { id, cells: all, author });
  noteTokens(model, id, cells);
}

/** Remembers whose the tokens of cells are. */
export function noteTokens(model: Model, id: number, cells: Record<string, CellValue>): void {
  for (const value of Object.values(cells)) if (/^n\d+q$/.test(String(value))) model.tokens.set(String(value), id);
}

let tokens = 0;

/** Cells for some of the fields; every note is a token that no other cell holds. */
export function randomCells({ chances }: Lane, fields: readonly Field[]): Record<string, CellValue> {
  const values: Record<string, () => CellValue> = {
    number: () => chances.below(10),
    date: () => chances.pick(days),
    boolean: () => chances.oneIn(2),
  };
  const cells = fields.map(({ id, type, name }): [string, CellValue] => {
    if (name.startsWith("Note")) return [id, `n${(tokens += 1)}q`];
    if (chances.oneIn(6)) return [id, null];
    return [id, values[type]?.() ?? chances.pick(units)];
  });
  return Object.fromEntries(cells);
}

async function shuffleTeams(lane: Lane): Promise<void> {
  const { owner, chances, askers, teamIds } = lane;
  for (const asker of askers) {
    if (asker.workspaceRole === null) continue;
    const attributes: Record<string, string | string[]> = {};
    if (!chances.oneIn(4)) attributes.unit = chances.oneIn(6) ? ["Birds", "Bats"] : chances.pick(units);
    if (!chances.oneIn(3)) attributes.units = [chances.pick(units), chances.pick(units)];
    const params = { workspaceId: owner.workspaceId, personId: asker.id };
    await owner.client.call(putAttributes, { params, body: { attributes } });
    asker.attributes = attributes;
    for (const teamId of teamIds) {
      const isIn = chances.oneIn(3);
      if (isIn === asker.teamIds.includes(teamId)) continue;
      await owner.client.call(isIn ? addTeamMember : removeTeamMember, { params: { teamId, personId: asker.id } });
      asker.teamIds = isIn ? [...asker.teamIds, teamId] : asker.teamIds.filter((id) => id !== teamId);
    }
  }
}

async function give(lane: Lane, model: Model, to: string, role: GrantedRole, on = model.tableId): Promise<void> {
  const receiver = lane.teamIds.includes(to) ? { teamId: to } : { personId: to };
  const { id } = await lane.owner.client.call(putGrant, { params: { thingId: on }, body: { to: receiver, role } });
  const kind = on === model.tableId ? "table" : "base";
  const grants = model.grants.filter((grant) => grant.thing.id !== on || Object.values(grant.to)[0] !== to);
  const grant: Grant = { thing: { kind, id: on }, to: receiver, role };
  model.grants = [...grants, grant];
  lane.given.set(`${on} ${to}`, id);
}

/** Other grants on the table and its base; memberships stay. */
export async function shuffleGrants(lane: Lane, model: Model): Promise<void> {
  const { owner, chances, askers, teamIds } = lane;
  await takeAllBack(lane);
  model.grants = askers.flatMap(({ id, workspaceRole }): Grant[] =>
    workspaceRole
      ? [{ thing: { kind: "workspace", id: owner.workspaceId }, to: { personId: id }, role: workspaceRole }]
      : [],
  );
  const others = [...askers.slice(1).map(({ id }) => id), ...teamIds];
  for (const to of chances.some(others, 3)) await give(lane, model, to, chances.pick(grantedRoles), owner.baseId);
  for (const to of chances.some(others, 4)) await give(lane, model, to, chances.pick(grantedRoles));
}

/** Takes all grants back, so that the next table begins without. */
export async function takeAllBack({ given, owner }: Lane): Promise<void> {
  for (const [key, grantId] of given) {
    const [thingId = ""] = key.split(" ");
    await owner.client.call(deleteGrant, { params: { thingId, grantId } });
  }
  given.clear();
}

/** Other rules for the table, set through their door. */
export async function shuffleRules(lane: Lane, model: Model): Promise<void> {
  const { chances } = lane;
  const ruled = model.fields.filter(() => chances.oneIn(3));
  const fields = ruled.map(({ id }): [string, { sees: Role; changes: Role }] => {
    const sees = chances.pick(roles);
    return [id, { sees, changes: chances.pick(roles.filter((role) => compareRoles(role, sees) >= 0)) }];
  });
  const rows = Array.from({ length: chances.below(3) }, (): RowRule => {
    const upTo = chances.pick(["viewer", "commenter", "editor", "builder", "manager"] as const);
    return { upTo, rows: chances.oneIn(3) ? "own" : randomRule(lane, model) };
  });
  model.rules = { fields: Object.fromEntries(fields), rows } satisfies TableRules;
  const body = { fields: fields.map(([field, rule]) => ({ field, ...rule })), rows };
  await lane.owner.client.call(putRules, { params: { tableId: model.tableId }, body });
}

function randomRule({ chances }: Lane, { fields }: Model): Filter {
  const [unit, pay, , done] = fields.map(({ id }) => id) as [string, string, string, string];
  const mine: Filter = { field: unit, op: "is", value: { me: "unit" } };
  const ours: Filter = { field: unit, op: "is_any_of", value: [{ me: "units" }, "Fish"] };
  const low: Filter = { field: pay, op: "less", value: 6 };
  return chances.pick<Filter>([
    mine,
    ours,
    { not: mine },
    { not: ours },
    { all: [ours, { field: done, op: "is_yes" }] },
    { any: [mine, low] },
    { not: { any: [mine, { field: pay, op: "is_empty" }] } },
    low,
  ]);
}
