import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/limits";
import { limitNames } from "@weft/api/limits";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { defaultLimits, forgetLimits, minuteMs } from "./limits.settings.ts";
import { findSetLimits, setLimit } from "./limits.store.ts";

/** All limits as they hold now, with what holds by default. */
export async function listLimits(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listLimits>> {
  refuseOthers(actor);
  const set = new Map((await findSetLimits(weft.db.people)).map((row) => [row.name, row]));
  const defaults = defaultLimits(weft.config);
  return {
    limits: limitNames.map((name) => ({
      name,
      most: set.get(name)?.most ?? defaults[name],
      windowSeconds: name === "signIn" || name === "signInAddress" ? null : minuteMs / 1000,
      byDefault: defaults[name],
      changedAt: set.get(name)?.changed_at.toISOString() ?? null,
    })),
  };
}

/** Sets the limits that are named, all or none. */
export async function updateLimits(
  weft: Weft,
  actor: Actor,
  wanted: BodyOf<typeof contract.updateLimits>,
): Promise<ReplyOf<typeof contract.updateLimits>> {
  refuseOthers(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    const before = Object.fromEntries((await findSetLimits(trx)).map(({ name, most }) => [name, most]));
    for (const name of limitNames) {
      const most = wanted[name];
      if (most !== undefined) await setLimit(trx, { name, most, personId: actor.personId });
    }
    const thing = { kind: "setting", id: "limits" } as const;
    await recordAudit(trx, actor, { action: "setting.changed", thing, before, after: wanted });
  });
  forgetLimits(weft);
  return listLimits(weft, actor);
}

function refuseOthers(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may see or set its limits.`);
}
