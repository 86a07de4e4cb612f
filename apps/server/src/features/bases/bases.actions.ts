import { phrase } from "@weft/model/texts/phrase";
import type * as contract from "@weft/api/bases";
import type { Base } from "@weft/api/bases";
import type { BodyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import { limits } from "@weft/model/fields/field";
import { makeId } from "@weft/model/ids";
import { compareRoles } from "@weft/model/permissions";
import type { Actor } from "../../actor.ts";
import { findPosition } from "../../database/positions.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { copyGrants } from "../grants/grants.store.ts";
import { fillSample } from "../sample/sample.load.ts";
import { copyTable } from "../tables/tables.copy.ts";
import { getCopyable } from "../tables/tables.copying.ts";
import { fitEstimates } from "../tables/tables.estimates.ts";
import { access, accessByName } from "../workspaces/workspaces.access.ts";
import {
  countTables,
  findBaseName,
  insertBase,
  listBases as readBases,
  listTableIds,
  lockOrder,
  setBaseTrashed,
  updateBaseRow,
} from "./bases.store.ts";

/** The bases of a workspace that the actor sees, with their tables, in the order people gave them. */
export async function listBases(weft: Weft, actor: Actor, workspaceId: string): Promise<{ bases: Base[] }> {
  const sight = await accessByName(weft, actor, "base.read", { workspaceId });
  const bases = await readBases(weft.db.data, { workspaceId }, sight);
  return { bases: await fitEstimates(weft, actor, bases) };
}

/** One base with those of its tables that the actor sees. */
export async function getBase(weft: Weft, actor: Actor, baseId: string): Promise<Base> {
  const sight = await accessByName(weft, actor, "base.read", { baseId });
  const [base] = await readBases(weft.db.data, { baseId }, sight);
  if (!base) throw missingBase(baseId);
  const [fitted] = await fitEstimates(weft, actor, [base]);
  return fitted ?? base;
}

/** Makes a base, empty or with the sample's tables: all of it or nothing. */
export async function createBase(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
  body: { name: string; sample: boolean },
): Promise<Base> {
  await access(weft, actor, "base.create", { workspaceId });
  const id = makeId("base");
  await weft.db.data.transaction().execute(async (trx) => {
    await insertBase(trx, { id, workspaceId, name: body.name });
    if (body.sample) await fillSample(trx, actor, id, new Date());
    await announce(trx, { about: "bases", workspaceId });
    await recordAudit(trx, actor, { action: "base.created", thing: { kind: "base", id }, after: body });
  });
  return getBase(weft, actor, id);
}

/** Renames or moves a base; two bases may have the same name. */
export async function updateBase(
  weft: Weft,
  actor: Actor,
  baseId: string,
  { name, before }: BodyOf<typeof contract.updateBase>,
): Promise<Base> {
  const { workspaceId } = await access(weft, actor, "base.update", { baseId });
  const isMoved = before !== undefined && before !== baseId;
  if (name !== undefined || isMoved) {
    await weft.db.data.transaction().execute(async (trx) => {
      await lockOrder(trx, workspaceId);
      const position = isMoved ? await findPosition(trx, "bases", workspaceId, before, baseId) : null;
      if (position === undefined) throw missingBase(before ?? "");
      const old = name === undefined ? undefined : await findBaseName(trx, baseId);
      await updateBaseRow(trx, baseId, { ...(name ? { name } : {}), ...(position === null ? {} : { position }) });
      await announce(trx, { about: "bases", workspaceId });
      const sides = { before: { name: old }, after: { name, standsBefore: isMoved ? before : undefined } };
      await recordAudit(trx, actor, { action: "base.updated", thing: { kind: "base", id: baseId }, ...sides });
    });
  }
  return getBase(weft, actor, baseId);
}

/** Copies a base with the tables the actor sees, all as they are at one moment; without a name it is called `… copy`. */
export async function duplicateBase(
  weft: Weft,
  actor: Actor,
  baseId: string,
  { name, rows }: BodyOf<typeof contract.duplicateBase>,
): Promise<Base> {
  const { workspaceId } = await access(weft, actor, "base.read", { baseId });
  await access(weft, actor, "base.create", { workspaceId });
  const source = await getBase(weft, actor, baseId);
  const id = makeId("base");
  await weft.db.data
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (trx) => {
      await insertBase(trx, { id, workspaceId, name: name ?? copyName(source.name) });
      await copyGrants(trx, { baseId }, { baseId: id, tableId: null });
      for (const { id: tableId, name } of source.tables) {
        const table = await getCopyable(trx, await access(weft, actor, "table.read", { tableId }));
        await copyTable(trx, table, { baseId: id, rows, nameIt: () => name });
      }
      await announce(trx, { about: "bases", workspaceId });
    });
  // Not in that transaction: it sees the trail as it was when it began.
  const after = { copyOf: baseId, rows };
  await recordAudit(weft.db.data, actor, { action: "base.created", thing: { kind: "base", id }, after });
  return getBase(weft, actor, id);
}

/** Puts a base into the trash; each of its tables says so in its change log. What is shut to somebody only a manager takes along. */
export async function deleteBase(weft: Weft, actor: Actor, baseId: string): Promise<void> {
  const { workspaceId, role } = await access(weft, actor, "base.delete", { baseId });
  if (compareRoles(role, "manager") < 0) {
    const { tables } = await getBase(weft, actor, baseId);
    if (tables.length < (await countTables(weft.db.data, baseId)))
      throw new Problem("auth.forbidden", phrase`Something in this base is shut to you: ask a manager to delete it.`);
  }
  await trashBase(weft, actor, { baseId, workspaceId }, true);
}

/** Takes a base out of the trash; nothing happens to one that is not there. */
export async function restoreBase(weft: Weft, actor: Actor, baseId: string): Promise<Base> {
  const { workspaceId } = await access(weft, actor, "base.delete", { baseId }, { trashed: true });
  await trashBase(weft, actor, { baseId, workspaceId }, false);
  return getBase(weft, actor, baseId);
}

async function trashBase(
  weft: Weft,
  actor: Actor,
  { baseId, workspaceId }: { baseId: string; workspaceId: string },
  trashed: boolean,
): Promise<void> {
  await weft.db.data.transaction().execute(async (trx) => {
    if (!(await setBaseTrashed(trx, baseId, trashed))) return;
    for (const tableId of await listTableIds(trx, baseId)) {
      const taken = await takeNumber(trx, tableId);
      if (!taken) continue;
      const kind = trashed ? "table.deleted" : "table.restored";
      await appendChange(trx, actor, { tableId, number: taken.number, kind, detail: { baseId } });
    }
    await announce(trx, { about: "bases", workspaceId });
    const action = trashed ? "base.deleted" : "base.restored";
    await recordAudit(trx, actor, { action, thing: { kind: "base", id: baseId } });
  });
}

function missingBase(baseId: string): Problem {
  return new Problem("base.not_found", phrase`There is no base ${baseId}, or it is not yours to see.`);
}

function copyName(name: string): string {
  const suffix = " copy";
  return name.slice(0, limits.nameLengthMax - suffix.length).trimEnd() + suffix;
}
