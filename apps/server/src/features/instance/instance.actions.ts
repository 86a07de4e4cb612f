import type { ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/instance";
import type { Actor } from "../../actor.ts";
import { lookAtHealth } from "../../health/health.ts";
import { readPulse, stepMs } from "../../metrics/pulse.ts";
import { version } from "../../version.ts";
import type { Weft } from "../../weft.ts";
import { needInstanceOwner } from "./instance.owner.ts";

/** Looks at every part of the instance now. */
export async function getHealth(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.getHealth>> {
  needInstanceOwner(actor);
  return { version, at: new Date().toISOString(), parts: await lookAtHealth(weft, actor.language) };
}

/** What all processes of the api counted in the last hour. */
export async function getPulse(
  weft: Weft,
  actor: Actor,
  since: string | undefined,
): Promise<ReplyOf<typeof contract.getPulse>> {
  needInstanceOwner(actor);
  return { stepSeconds: stepMs / 1000, beats: await readPulse(weft, since) };
}
