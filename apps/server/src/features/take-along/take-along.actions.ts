import type { TakeAlong } from "@weft/api/take-along";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { addJob } from "../../jobs/add-job.ts";
import { say } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import type { TakeAlongRow } from "./take-along.store.ts";
import { findTakeAlong, insertTakeAlong } from "./take-along.store.ts";

/** Asks for a file with all that is kept of whoever acts; one that waits already is the one. */
export async function createTakeAlong(weft: Weft, actor: Actor): Promise<TakeAlong> {
  const id = makeId("takeAlong");
  const { row, oldKey } = await weft.db.people.transaction().execute(async (trx) => {
    const before = await findTakeAlong(trx, actor);
    const made = await insertTakeAlong(trx, id, actor.personId);
    if (!made) return { row: (await findTakeAlong(trx, actor)) as TakeAlongRow, oldKey: null };
    await addJob(trx, "people.take_along", { takeAlongId: id });
    await recordAudit(trx, actor, { action: "person.took_along", thing: { kind: "person", id: actor.personId } });
    return { row: made, oldKey: before?.object_key ?? null };
  });
  if (oldKey) await weft.objects.delete(oldKey);
  return show(row, actor.language);
}

/** The last file of whoever acts. */
export async function getTakeAlong(weft: Weft, actor: Actor): Promise<{ takeAlong: TakeAlong | null }> {
  const found = await findTakeAlong(weft.db.people, actor);
  return { takeAlong: found ? show(found, actor.language) : null };
}

/** Where the file of whoever acts lies; throws `take_along.not_ready` when there is none. */
export async function findTakeAlongFile(weft: Weft, actor: Actor): Promise<{ key: string; name: string }> {
  const found = await findTakeAlong(weft.db.people, actor);
  if (!found?.object_key || isOver(found))
    throw new Problem("take_along.not_ready", phrase`There is no file of your data: ask for one, and it is made.`);
  return { key: found.object_key, name: `weft-${found.created_at.toISOString().slice(0, 10)}.zip` };
}

function show(row: TakeAlongRow, language: Language): TakeAlong {
  return {
    state: isOver(row) ? "expired" : (row.state as TakeAlong["state"]),
    sizeBytes: row.size_bytes,
    failure: row.failure ? say(row.failure as Phrase, language) : null,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}

function isOver({ state, expires_at }: TakeAlongRow): boolean {
  return state === "done" && expires_at !== null && expires_at.getTime() < Date.now();
}
