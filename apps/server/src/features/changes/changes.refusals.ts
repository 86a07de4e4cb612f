import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { DataTransaction } from "../../database/databases.ts";
import { findUndoing } from "./changes.undo.store.ts";

/** The refusal of an undo: says why the change cannot be taken back. */
export function refusal(text: Phrase, issues: Fault[] = []): Problem {
  return new Problem("change.undone", text, issues);
}

/** Refuses to undo what is undone already; asked under the table's lock. */
export async function refuseUndone(trx: DataTransaction, tableId: string, number: number): Promise<void> {
  const undoing = await findUndoing(trx, tableId, number);
  if (undoing)
    throw refusal(
      phrase`Change ${String(number)} is undone already, by change ${String(undoing)}; undo that one to redo it.`,
    );
}
