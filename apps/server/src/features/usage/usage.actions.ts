import type { Usage } from "@weft/api/usage";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { countThings, measureBases } from "./usage.store.ts";

/** What a workspace holds and uses, for those who look after it. */
export async function getUsage(weft: Weft, actor: Actor, workspaceId: string): Promise<Usage> {
  await access(weft, actor, "members.update", { workspaceId });
  const db = weft.db.people;
  const [bases, things] = await Promise.all([measureBases(db, workspaceId), countThings(db, workspaceId)]);
  return { ...things, bases };
}
