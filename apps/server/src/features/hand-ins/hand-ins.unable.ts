import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/hand-ins";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { listAsked } from "./hand-ins.store.ts";

type Reply = ReplyOf<typeof contract.checkDebtors>;

/** Who of those that would owe could not hand in, as they may not write to the table. Whoever is no part of the workspace is not told of. */
export async function findUnable(
  weft: Weft,
  actor: Actor,
  workspaceId: string,
  { tableId, debtors }: BodyOf<typeof contract.checkDebtors>,
): Promise<Reply> {
  await access(weft, actor, "hand_in.update", { workspaceId });
  const reached = await access(weft, actor, "table.read", { tableId });
  if (reached.workspaceId !== workspaceId)
    throw new Problem("table.not_found", phrase`There is no table ${tableId} in this workspace.`);
  const mayWrite = new Map<string, Promise<boolean>>();
  const ask = (personId: string) => {
    const asked = mayWrite.get(personId) ?? canHandIn(weft, personId, tableId);
    mayWrite.set(personId, asked);
    return asked;
  };
  const unable = new Map<string, Reply["unable"][number]>();
  for (const { kind, id, name, people } of await listAsked(weft.db.people, workspaceId, debtors)) {
    if (kind === "person") {
      for (const person of people)
        if (!(await ask(person.id))) unable.set(person.id, { kind, id: person.id, name: person.name });
    } else {
      let isAble = false;
      for (const person of people) isAble ||= await ask(person.id);
      if (!isAble) unable.set(id, { kind, id, name });
    }
  }
  return { unable: [...unable.values()] };
}

async function canHandIn(weft: Weft, personId: string, tableId: string): Promise<boolean> {
  try {
    await access(weft, { personId, tokenScopes: null }, "import.create", { tableId });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return false;
    throw error;
  }
}
