import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { refusal, refuseUndone } from "../changes/changes.refusals.ts";
import type { LoggedChange } from "../changes/changes.undo.store.ts";
import { updateTable } from "./tables.actions.ts";

interface Side {
  name: string;
  standsBefore?: string | null;
}

/** What takes back an edit of a table itself, by kind of change. */
export const tableUndos = {
  "table.updated": async (weft: Weft, actor: Actor, tableId: string, { number, detail }: LoggedChange) => {
    const { before, after } = detail as { before: Side; after: Side };
    const isRenamed = before.name !== after.name;
    const edit = {
      ...(isRenamed ? { name: before.name } : {}),
      ...("standsBefore" in before ? { before: before.standsBefore } : {}),
    };
    await updateTable(weft, actor, tableId, edit, {
      undoes: number,
      async first(trx, name) {
        await refuseUndone(trx, tableId, number);
        if (isRenamed && name !== after.name)
          throw refusal(phrase`The table is called ${name} by now: rename it by hand.`);
      },
    });
  },
};
