import type { ImportState } from "@weft/api/import-shapes";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";

/** Where an import may go from each state; whatever is not named here does not happen. */
const next: Record<ImportState, readonly ImportState[]> = {
  waiting: ["fetching", "analysing", "cancelled", "failed"],
  fetching: ["analysing", "cancelled", "failed"],
  analysing: ["ready", "loading", "cancelled", "failed"],
  ready: ["waiting", "loading", "cancelled"],
  loading: ["done", "cancelled", "failed"],
  done: ["undone"],
  failed: ["waiting"],
  cancelled: ["waiting"],
  undone: [],
};

/** The states from which an import may come to `to`. */
export function statesBefore(to: ImportState): ImportState[] {
  return (Object.keys(next) as ImportState[]).filter((from) => next[from].includes(to));
}

/** Whether nothing happens to an import any more unless somebody asks for it. */
export function hasEnded(state: ImportState): boolean {
  return ["done", "failed", "cancelled", "undone"].includes(state);
}

/** Each state in a sentence: “The import … is waiting”. */
export const stateWords: Record<ImportState, Phrase> = {
  waiting: phrase`waiting`,
  fetching: phrase`fetching`,
  analysing: phrase`analysing`,
  ready: phrase`ready`,
  loading: phrase`loading`,
  done: phrase`done`,
  failed: phrase`failed`,
  cancelled: phrase`cancelled`,
  undone: phrase`undone`,
};
