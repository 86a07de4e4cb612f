import type { Base } from "@weft/api/bases";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { appendChange, takeNumber } from "../changes/changes.store.ts";
import { fillSample } from "../sample/sample.load.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { insertBase, listBases as readBases, listTableIds, renameBase, setBaseTrashed } from "./bases.store.ts";

/** The bases of a workspace with their tables, oldest first. */
export async function listBases(weft: Weft, actor: Actor, workspaceId: string): Promise<{ bases: Base[] }> {
  await access(weft, actor, "base.read", { workspaceId });
  return { bases: await readBases(weft.db.data, { workspaceId }) };
}

/** One base with its tables. */
export async function getBase(weft: Weft, actor: Actor, baseId: string): Promise<Base> {
  await access(weft, actor, "base.read", { baseId });
  return readBase(weft, baseId);
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
  });
  return readBase(weft, id);
}

/** Renames a base; two bases may have the same name. */
export async function updateBase(weft: Weft, actor: Actor, baseId: string, name: string): Promise<Base> {
  await access(weft, actor, "base.update", { baseId });
  await renameBase(weft.db.data, baseId, name);
  return readBase(weft, baseId);
}

/** Puts a base into the trash; each of its tables says so in its change log. */
export async function deleteBase(weft: Weft, actor: Actor, baseId: string): Promise<void> {
  await access(weft, actor, "base.delete", { baseId });
  await moveBase(weft, actor, baseId, true);
}

/** Takes a base out of the trash; nothing happens to one that is not there. */
export async function restoreBase(weft: Weft, actor: Actor, baseId: string): Promise<Base> {
  await access(weft, actor, "base.delete", { baseId }, { trashed: true });
  await moveBase(weft, actor, baseId, false);
  return readBase(weft, baseId);
}

async function moveBase(weft: Weft, actor: Actor, baseId: string, trashed: boolean): Promise<void> {
  await weft.db.data.transaction().execute(async (trx) => {
    if (!(await setBaseTrashed(trx, baseId, trashed))) return;
    for (const tableId of await listTableIds(trx, baseId)) {
      const taken = await takeNumber(trx, tableId);
      if (!taken) continue;
      const kind = trashed ? "table.deleted" : "table.restored";
      await appendChange(trx, actor, { tableId, number: taken.number, kind, detail: { baseId } });
    }
  });
}

async function readBase(weft: Weft, baseId: string): Promise<Base> {
  const [base] = await readBases(weft.db.data, { baseId });
  if (!base) throw new Problem("base.not_found", phrase`There is no base ${baseId}, or it is not yours to see.`);
  return base;
}
