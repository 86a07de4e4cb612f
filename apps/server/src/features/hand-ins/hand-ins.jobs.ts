import type { Weft } from "../../weft.ts";
import { lockHandIn } from "./hand-ins.reach.ts";
import { openDueRounds, syncComingRounds, tellComingRounds } from "./hand-ins.rounds.ts";
import { listOpenHandIns } from "./hand-ins.store.ts";

/**
 * The job `hand_ins.tend`, by the clock: opens rounds whose time has come, keeps who owes them, and reminds. Each request
 * is one transaction, so that one that fails holds up no other; run twice it does nothing more.
 */
export async function tendHandIns(weft: Weft, _payload: object, _job: unknown, now = new Date()): Promise<void> {
  const failed: unknown[] = [];
  for (const id of await listOpenHandIns(weft.db.people)) {
    try {
      await weft.db.people.transaction().execute(async (trx) => {
        const row = await lockHandIn(trx, id);
        if (row.closedAt !== null) return;
        await openDueRounds(trx, row, now);
        await syncComingRounds(trx, row, now);
        await tellComingRounds(trx, row, now);
      });
    } catch (error) {
      weft.log.warn({ err: error, handIn: id }, "a request for hand-ins could not be tended");
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}
