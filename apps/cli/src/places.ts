import type { Base, Table, TableSummary } from "@weft/api/bases";
import { createBase, getTable, listBases } from "@weft/api/bases";
import type { Client } from "@weft/api/client";
import { listWorkspaces } from "@weft/api/workspaces";
import { isId } from "@weft/model/ids";
import { Failure } from "./failures.ts";

/** Every base one can see, workspace by workspace. */
export async function listAllBases(client: Client): Promise<Base[]> {
  const { workspaces } = await client.call(listWorkspaces, {});
  const lists = await Promise.all(workspaces.map(({ id }) => client.call(listBases, { params: { workspaceId: id } })));
  return lists.flatMap((list) => list.bases);
}

/** The base with this id or name; without one the first there is, made when there is none. */
export async function getBaseOf(client: Client, wanted: string | undefined): Promise<Base> {
  const bases = await listAllBases(client);
  if (wanted === undefined) return bases[0] ?? makeFirstBase(client);
  return only(
    bases.filter((base) => isCalled(base, wanted)),
    "base",
    wanted,
    bases.map((base) => base.name),
  );
}

async function makeFirstBase(client: Client): Promise<Base> {
  const { workspaces } = await client.call(listWorkspaces, {});
  const first = workspaces[0];
  if (!first) throw new Failure("You are in no workspace yet: open Weft in a browser and make one.");
  return client.call(createBase, { params: { workspaceId: first.id }, body: { name: "Imports" } });
}

/** The table with this id or name, of one base when given. */
export async function getTableOf(client: Client, wanted: string, base?: string): Promise<Table> {
  if (isId("table", wanted)) return client.call(getTable, { params: { tableId: wanted } });
  const bases = (await listAllBases(client)).filter((found) => base === undefined || isCalled(found, base));
  const tables = bases.flatMap((found) => found.tables.map((table) => ({ ...table, baseName: found.name })));
  const { id } = only<TableSummary>(
    tables.filter((table) => isCalled(table, wanted)),
    "table",
    wanted,
    tables.map((table) => table.name),
  );
  return client.call(getTable, { params: { tableId: id } });
}

function isCalled(thing: { id: string; name: string }, wanted: string): boolean {
  return thing.id === wanted || thing.name.toLowerCase() === wanted.toLowerCase();
}

function only<Thing extends { id: string }>(found: Thing[], noun: string, wanted: string, names: string[]): Thing {
  const [first, second] = found;
  if (!first) {
    const known = names.length > 0 ? `There are: ${names.slice(0, 20).join(", ")}.` : `There is no ${noun} at all yet.`;
    throw new Failure(`There is no ${noun} called ${wanted}. ${known}`);
  }
  if (second) {
    const ids = found.map(({ id }) => id).join(", ");
    throw new Failure(`There are ${found.length} ${noun}s called ${wanted}: name one by its id (${ids}).`);
  }
  return first;
}
