import type { Client } from "@weft/api/client";
import { Problem } from "@weft/api/problems";
import { getRow, updateRows } from "@weft/api/rows";
import type { CellValue } from "@weft/model/fields/field";
import { makeUuid } from "@weft/model/uuid";
import type { CellEdit } from "@weft/ui/grid/row-source";
import type { KeptWrite, WriteKeeper } from "./kept-writes.ts";
import { conflictOf } from "./kept-writes.ts";

export interface PatientEditsOptions {
  api: Client;
  tableId: string;
  personId: string;
  tab: string;
  keeper: WriteKeeper;
  /** The words for a cell that somebody else changed while this edit waited. */
  conflictText(fieldId: string, now: CellValue): string;
}

/** Edits that are kept until they are confirmed, and that do not run over what others did while they waited. */
export function createPatientEdits({ api, tableId, personId, tab, keeper, conflictText }: PatientEditsOptions) {
  const params = { tableId };

  /** Keeps edits of some rows; gives what to send, again and again if need be, and what to do when that is over. */
  function begin(edits: readonly CellEdit[], parse: boolean) {
    const rows = [...Map.groupBy(edits, ({ rowId }) => rowId)].map(([id, own]) => ({
      id,
      cells: Object.fromEntries(own.map(({ fieldId, value }) => [fieldId, value])),
    }));
    const before: KeptWrite["before"] = {};
    for (const edit of edits) if (edit.before !== undefined) (before[edit.rowId] ??= {})[edit.fieldId] = edit.before;
    return resume({ key: makeUuid(), personId, tableId, tab, madeAt: Date.now(), parse, rows, before });
  }

  /** As `begin`, for edits that were kept: they have waited already, so others may have been there. */
  function resume(write: KeptWrite, hasWaited = false) {
    let tries = hasWaited ? 1 : 0;
    const kept = hasWaited ? Promise.resolve() : keeper.keep(write);
    return {
      async send() {
        if (tries > 0) await refuseConflicts(write);
        tries += 1;
        const headers = { "idempotency-key": write.key };
        const query = { keys: "id", parse: write.parse } as const;
        return await api.call(updateRows, { params, query, body: { rows: write.rows }, headers });
      },
      end: () => void kept.then(() => keeper.forget(write.key)),
    };
  }

  async function refuseConflicts(write: KeptWrite): Promise<void> {
    for (const id of Object.keys(write.before).map(Number)) {
      const asked = { params: { ...params, rowId: id }, query: { keys: "id" } as const };
      const row = await api.call(getRow, asked).catch((error: unknown) => {
        // That it is gone is said by the write itself, which knows better how.
        if (error instanceof Problem && error.code === "row.not_found") return null;
        throw error;
      });
      const conflict = row && conflictOf(row, write);
      if (conflict) throw new Error(conflictText(conflict.fieldId, conflict.now));
    }
  }

  return { begin, resume };
}

/** What sends edits patiently. */
export type PatientEdits = ReturnType<typeof createPatientEdits>;
