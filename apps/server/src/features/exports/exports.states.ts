import type { ExportJob } from "@weft/api/exports";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";

/** Each state in a sentence: “This export is waiting”. */
export const stateWords: Record<ExportJob["state"], Phrase> = {
  waiting: phrase`waiting`,
  running: phrase`running`,
  done: phrase`done`,
  failed: phrase`failed`,
  cancelled: phrase`cancelled`,
  expired: phrase`expired`,
};
