import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";

/** Throws `auth.forbidden` unless the actor owns the instance. */
export function needInstanceOwner(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may look after it.`);
}
