import { phrase } from "@weft/model/texts/phrase";
import type { Weft } from "../../weft.ts";
import { notify } from "../notices/notices.notify.ts";
import { findCaretakers, takeExpiring } from "./tokens.expiring.store.ts";

const days = 7;

/** Tells of tokens that end within a week, each once: its person, or those who look after its workspace. */
export async function tellExpiringTokens(weft: Weft): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    for (const token of await takeExpiring(trx, days)) {
      const { name, workspaceId, personId } = token;
      const people = workspaceId === null ? [personId] : await findCaretakers(trx, workspaceId);
      const left = Math.max(1, Math.round((token.expiresAt.getTime() - Date.now()) / 86_400_000));
      const title =
        left === 1 ? phrase`The token “${name}” ends within a day` : phrase`The token “${name}” ends in ${left} days`;
      for (const person of people)
        await notify(trx, person, "token_expiring", {
          title,
          text: phrase`Programs that use it are refused then. Make another and give it to them before.`,
          link: workspaceId === null ? "/settings/tokens" : "/team-manager/tokens",
          tone: "warning",
        });
    }
  });
}
