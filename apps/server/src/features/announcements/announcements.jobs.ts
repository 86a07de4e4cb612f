import { languages, phrase } from "@weft/model/texts/phrase";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { textIn } from "./announcements.actions.ts";
import { hasTurned, notifyReaders, takeToTell } from "./announcements.store.ts";

/**
 * The job `announcement.tell`, each minute: open pages hear of what has begun or ended since; what is to be told by notice
 * too is told to everybody, once.
 */
export async function tellAnnouncements(weft: Weft): Promise<void> {
  if (await hasTurned(weft.db.people)) await announce(weft.db.people, { about: "announcements" });
  await weft.db.people.transaction().execute(async (trx) => {
    for (const { texts, level } of await takeToTell(trx)) {
      const isProblem = level !== "info";
      for (const language of languages) {
        const title = phrase`${textIn(texts, language)}`;
        const look = { link: "/", linkLabel: null, figures: [], tone: isProblem ? "warning" : "plain" } as const;
        await notifyReaders(trx, language, { title, text: null, ...look }, isProblem);
      }
    }
  });
}
