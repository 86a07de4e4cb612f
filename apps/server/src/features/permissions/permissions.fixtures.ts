import { createBase, createTable, deleteBase, deleteTable } from "@weft/api/bases";
import { deleteField } from "@weft/api/fields";
import { putGrant } from "@weft/api/grants";
import { createImport } from "@weft/api/imports";
import { createRows } from "@weft/api/rows";
import { createUpload } from "@weft/api/uploads";
import { makeId } from "@weft/model/ids";
import { accountFixtures } from "./permissions.accounts.ts";
import { auditFixtures } from "./permissions.audit.ts";
import type { Caller, World } from "./permissions.callers.ts";
import { handInFixtures } from "./permissions.hand-ins.ts";
import { instanceFixtures } from "./permissions.instance.ts";
import { memberFixtures, newTeam } from "./permissions.members.ts";
import { noticeFixtures } from "./permissions.notices.ts";

/** A request that works for whoever may make it. */
export interface Trial {
  params?: Record<string, string | number>;
  query?: Record<string, string>;
  body?: unknown;
  /** Sent as it is, in place of JSON. */
  file?: string;
  headers?: Record<string, string>;
  /** Statuses that show that the caller got past the permission; absent = the endpoint's own. */
  works?: number[];
}

export type Fixture = (world: World, caller: Caller) => Promise<Trial> | Trial;

async function newTable({ owner }: World) {
  const body = { name: `T ${crypto.randomUUID()}`, fields: [{ name: "A", type: "text" as const }] };
  const table = await owner.client.call(createTable, { params: { baseId: owner.baseId }, body });
  const { rows } = await owner.client.call(createRows, {
    params: { tableId: table.id },
    query: {},
    body: { rows: [{ cells: { A: "x" } }, { cells: { A: "y" } }] },
  });
  const rowIds = rows.map((row) => (row as { id: number }).id);
  return { tableId: table.id, fieldId: table.fields[0]?.id as string, rowId: rowIds[0] as number, rowIds };
}

async function newBase({ owner }: World): Promise<string> {
  const params = { workspaceId: owner.workspaceId };
  return (await owner.client.call(createBase, { params, body: { name: "B" } })).id;
}

async function newUpload({ owner }: World): Promise<string> {
  const params = { workspaceId: owner.workspaceId };
  const headers = { "content-type": "application/octet-stream" };
  const response = await owner.client.open(createUpload, {
    params,
    query: { name: "a.csv" },
    body: "a,b\n1,2\n",
    headers,
  });
  return ((await response.json()) as { id: string }).id;
}

async function newImport({ owner, test }: World, state?: string): Promise<string> {
  const body = { source: { text: "a,b\n1,2\n" }, start: "review" as const };
  const { id } = await owner.client.call(createImport, { params: { baseId: owner.baseId }, body });
  if (state) await test.weft.db.people.updateTable("imports").set({ state }).where("id", "=", id).execute();
  return id;
}

/** An export is its maker's own: every caller gets one. */
async function newExport(world: World, caller: Caller, state = "waiting"): Promise<string> {
  const { tableId } = await newTable(world);
  const id = makeId("export");
  const options = JSON.stringify({ format: "csv", csv: {}, defuseFormulas: false });
  const person_id = caller.personId || null;
  const row = { id, table_id: tableId, person_id, state, options, file_name: "a.csv" };
  await world.test.weft.db.people.insertInto("exports").values(row).execute();
  return id;
}

const ofWorkspace: Fixture = ({ owner }) => ({ params: { workspaceId: owner.workspaceId } });
const ofBase: Fixture = ({ owner }) => ({ params: { baseId: owner.baseId } });
const ofTable: Fixture = async (world) => ({ params: { tableId: (await newTable(world)).tableId } });
const ofThing: Fixture = async (world) => ({ params: { thingId: (await newTable(world)).tableId } });
const ofImport =
  (state?: string, works?: number[]): Fixture =>
  async (world) => ({ params: { importId: await newImport(world, state) }, works });
const ofField =
  (body?: unknown): Fixture =>
  async (world) => {
    const { tableId, fieldId } = await newTable(world);
    return { params: { tableId, fieldId }, body };
  };
const plain: Fixture = () => ({});

/** For every endpoint a request that works; a new endpoint without one fails the matrix. */
export const fixtures: Record<string, Fixture> = {
  "workspaces.list": plain,
  "workspaces.create": () => ({ body: { name: "W" } }),
  "workspaces.get": ofWorkspace,
  "workspaces.update": async (world, caller) => ({ ...(await ofWorkspace(world, caller)), body: { name: "W" } }),
  ...memberFixtures,
  "usage.get": ofWorkspace,
  "grants.list": ofThing,
  "grants.put": async (world, caller) => ({
    ...(await ofThing(world, caller)),
    body: { to: { teamId: await newTeam(world) }, role: "editor" },
  }),
  "grants.delete": async (world) => {
    const { tableId } = await newTable(world);
    const body = { to: { teamId: await newTeam(world) }, role: "viewer" as const };
    const { id } = await world.owner.client.call(putGrant, { params: { thingId: tableId }, body });
    return { params: { thingId: tableId, grantId: id } };
  },
  "access.explain": ofThing,
  "rules.get": ofTable,
  "rules.put": async (world, caller) => ({ ...(await ofTable(world, caller)), body: { fields: [], rows: [] } }),
  "rules.preview": async (world, caller) => ({
    ...(await ofTable(world, caller)),
    query: { person: world.owner.personId },
  }),
  "bases.list": ofWorkspace,
  "bases.create": async (world, caller) => ({ ...(await ofWorkspace(world, caller)), body: { name: "B" } }),
  "bases.get": ofBase,
  "bases.update": async (world, caller) => ({ ...(await ofBase(world, caller)), body: { name: "B" } }),
  "bases.duplicate": async (world) => ({ params: { baseId: await newBase(world) }, body: {} }),
  "bases.delete": async (world) => ({ params: { baseId: await newBase(world) } }),
  "bases.restore": async (world) => {
    const baseId = await newBase(world);
    await world.owner.client.call(deleteBase, { params: { baseId } });
    return { params: { baseId } };
  },
  "tables.create": async (world, caller) => ({
    ...(await ofBase(world, caller)),
    body: { name: `T ${crypto.randomUUID()}` },
  }),
  "tables.get": ofTable,
  "tables.template": ofTable,
  "tables.update": async (world, caller) => ({
    ...(await ofTable(world, caller)),
    body: { name: `T ${crypto.randomUUID()}` },
  }),
  "tables.duplicate": async (world, caller) => ({ ...(await ofTable(world, caller)), body: {} }),
  "tables.delete": ofTable,
  "tables.restore": async (world) => {
    const { tableId } = await newTable(world);
    await world.owner.client.call(deleteTable, { params: { tableId } });
    return { params: { tableId } };
  },
  "fields.create": async (world, caller) => ({ ...(await ofTable(world, caller)), body: { name: "B", type: "date" } }),
  "fields.duplicate": ofField({}),
  "fields.update": ofField({ name: "B" }),
  "fields.preview_retype": ofField({ type: "long_text" }),
  "fields.retype": ofField({ type: "long_text" }),
  "fields.delete": ofField(),
  "fields.restore": async (world) => {
    const { tableId, fieldId } = await newTable(world);
    await world.owner.client.call(deleteField, { params: { tableId, fieldId } });
    return { params: { tableId, fieldId } };
  },
  "rows.list": ofTable,
  "rows.summaries": async (world, caller) => ({
    ...(await ofTable(world, caller)),
    query: { figures: '{"A":"unique"}' },
  }),
  "rows.find": async (world, caller) => ({ ...(await ofTable(world, caller)), query: { text: "a" } }),
  "rows.locate": async (world) => {
    const { tableId, rowId } = await newTable(world);
    return { params: { tableId, rowId } };
  },
  "rows.seek": async (world) => {
    const { tableId, rowId } = await newTable(world);
    return { params: { tableId, rowId }, query: { field: "A", to: "filled" } };
  },
  "rows.groups": async (world, caller) => ({ ...(await ofTable(world, caller)), query: { group: "A" } }),
  "rows.get": async (world) => {
    const { tableId, rowId } = await newTable(world);
    return { params: { tableId, rowId } };
  },
  "rows.create": async (world, caller) => ({
    ...(await ofTable(world, caller)),
    body: { rows: [{ cells: { A: "z" } }] },
  }),
  "rows.update": async (world) => {
    const { tableId, rowId } = await newTable(world);
    return { params: { tableId, rowId }, body: { cells: { A: "z" } } };
  },
  "rows.update_many": async (world) => {
    const { tableId, rowId } = await newTable(world);
    return { params: { tableId }, body: { rows: [{ id: rowId, cells: { A: "z" } }] } };
  },
  "rows.write": async (world) => {
    const { tableId, rowIds } = await newTable(world);
    const [first, second] = rowIds;
    const body = { create: [{ cells: { A: "z" } }], update: [{ id: first, cells: { A: "z" } }], delete: [second] };
    return { params: { tableId }, body };
  },
  "rows.move": async (world) => {
    const { tableId, rowIds } = await newTable(world);
    return { params: { tableId }, body: { ids: [rowIds[1]], before: rowIds[0] } };
  },
  "rows.delete": async (world) => {
    const { tableId, rowIds } = await newTable(world);
    return { params: { tableId }, body: { ids: rowIds } };
  },
  "rows.delete_one": async (world) => {
    const { tableId, rowId } = await newTable(world);
    return { params: { tableId, rowId } };
  },
  "changes.list": async (world, caller) => ({ ...(await ofTable(world, caller)), query: { since: "0" } }),
  "changes.undo": async (world, caller) => {
    const { tableId } = await newTable(world);
    const mine = { person_id: caller.personId || null };
    await world.test.weft.db.people.updateTable("changes").set(mine).where("table_id", "=", tableId).execute();
    return { params: { tableId, number: 1 } };
  },
  "uploads.create": async (world, caller) => ({
    ...(await ofWorkspace(world, caller)),
    query: { name: "a.csv" },
    file: "a,b\n",
  }),
  "uploads.get": async (world) => ({ params: { uploadId: await newUpload(world) } }),
  "uploads.download": async (world) => ({ params: { uploadId: await newUpload(world) } }),
  "imports.create": async (world, caller) => ({
    ...(await ofBase(world, caller)),
    body: { source: { text: "a\n1\n" }, start: "review" },
  }),
  "imports.file": async (world, caller) => ({
    ...(await ofBase(world, caller)),
    query: { name: "a.csv", mode: "append", tableId: (await newTable(world)).tableId },
    file: "A\n1\n",
  }),
  "imports.list": ofWorkspace,
  "imports.get": ofImport(),
  "imports.watch": ofImport("cancelled"),
  "imports.profile": ofImport("waiting", [409]),
  "imports.update": async (world, caller) => ({
    ...(await ofImport("waiting", [409])(world, caller)),
    body: { options: { mode: "new" } },
  }),
  "imports.start": ofImport("waiting", [409]),
  "imports.cancel": ofImport("waiting"),
  "imports.retry": ofImport("cancelled"),
  "imports.undo": ofImport("waiting", [409]),
  "imports.rejects": ofImport(),
  "imports.rejects_file": ofImport(),
  "exports.create": async (world, caller) => ({ ...(await ofTable(world, caller)), body: { format: "csv" } }),
  "exports.list": ofWorkspace,
  "exports.get": async (world, caller) => ({ params: { exportId: await newExport(world, caller) } }),
  "exports.cancel": async (world, caller) => ({ params: { exportId: await newExport(world, caller) } }),
  "exports.download": async (world, caller) => ({
    params: { exportId: await newExport(world, caller) },
    works: [409],
  }),
  ...accountFixtures,
  ...handInFixtures,
  ...instanceFixtures,
  "mails.list": plain,
  "limits.list": plain,
  "limits.update": () => ({ body: { token: null } }),
  ...auditFixtures,
  ...noticeFixtures,
};
