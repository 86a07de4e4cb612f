import type { Change } from "@weft/api/changes";
import { listChanges } from "@weft/api/changes";
import type { Client } from "@weft/api/client";
import type { ReplyOf } from "@weft/api/endpoint";
import { getSession } from "@weft/api/people";
import { Problem } from "@weft/api/problems";
import { writeRows } from "@weft/api/rows";
import { phrase } from "@weft/model/texts/phrase";
import { makeUuid } from "@weft/model/uuid";
import type { CellEdit, RefusedCell } from "@weft/ui/grid/row-source";
import { CellsRefused } from "@weft/ui/grid/row-source";
import type { KeptWrite, WriteBody, WriteKeeper } from "./kept-writes.ts";
import type { Respected } from "./respect-others.ts";
import { isEmptyBody, respectOthers } from "./respect-others.ts";

export interface PatientEditsOptions {
  api: Client;
  tableId: string;
  personId: string;
  tab: string;
  keeper: WriteKeeper;
  /** The table's change that this tab has seen last. */
  seen(): number;
  /** The words for what others changed or deleted while an edit waited; `isAll` = nothing of the edit is left. */
  conflictText(respected: Respected, isAll: boolean): string;
  /** Called when others' changes took something out of a write that was sent late. */
  onTheirs(text: string): void;
  /** Called when edits begin or end to wait. */
  onWaiting(): void;
}

export type WriteReply = ReplyOf<typeof writeRows>;

/** Edits that are kept until they are confirmed, and that do not run over what others did while they waited. */
export function createPatientEdits(options: PatientEditsOptions) {
  const { api, tableId, personId, tab, keeper, seen, conflictText, onTheirs, onWaiting } = options;
  const params = { tableId };
  /** In the order they were made, with what they were made through. */
  const waiting = new Map<string, { write: KeptWrite; maker: object | null }>();

  /** Keeps a write; gives what to send, again and again if need be, and what to do when that is over. */
  function begin(maker: object, body: WriteBody, before: KeptWrite["before"], parse: boolean) {
    const made = { key: makeUuid(), personId, tableId, tab, madeAt: Date.now(), since: seen() };
    return wait({ ...made, parse, body, before }, maker);
  }

  /** As `begin`, for a write that was kept: it has waited already, so others may have been there. */
  const resume = (write: KeptWrite) => wait(write, null);

  function wait(write: KeptWrite, maker: object | null) {
    let tries = maker ? 0 : 1;
    let wasSignedOut = false;
    const kept = maker ? keeper.keep(write) : Promise.resolve();
    waiting.set(write.key, { write, maker });
    if (!maker) onWaiting();
    return {
      async send(): Promise<WriteReply> {
        if (wasSignedOut) await refuseOthers();
        tries += 1;
        try {
          return await (tries > 1 ? sendLate(write) : post(write, write.body));
        } catch (error) {
          wasSignedOut = error instanceof Problem && error.code === "auth.required";
          throw error;
        }
      },
      end(): void {
        waiting.delete(write.key);
        onWaiting();
        void kept.then(() => keeper.forget(write.key));
      },
    };
  }

  async function post(write: KeptWrite, body: WriteBody): Promise<WriteReply> {
    const headers = { "idempotency-key": write.key };
    try {
      return await api.call(writeRows, { params, query: { keys: "id", parse: write.parse }, body, headers });
    } catch (error) {
      throw error instanceof Problem && error.code === "row.invalid" ? refusedCells(error, body) : error;
    }
  }

  /** Sends what others have not been at meanwhile. */
  async function sendLate(write: KeptWrite): Promise<WriteReply> {
    const respected = respectOthers(write, await changesSince(write.since));
    const { body, theirs, gone } = respected;
    if (isEmptyBody(body) && theirs.length + gone.length > 0) throw new Error(conflictText(respected, true));
    if (body === write.body || isEmptyBody(body)) return await post(write, write.body);
    const reply = await post(write, body).catch((error: unknown) => {
      // It was done as it stood, before the others came, and only the answer was lost: this asks for the answer again.
      if (error instanceof Problem && error.code === "idempotency.mismatch") return post(write, write.body);
      throw error;
    });
    if (theirs.length + gone.length > 0) onTheirs(conflictText(respected, false));
    return reply;
  }

  async function changesSince(since: number): Promise<Change[]> {
    const found: Change[] = [];
    for (let from = since; ; from = found.at(-1)!.number) {
      const page = await api.call(listChanges, { params, query: { since: from, limit: 1000 } });
      for (const change of page.changes) found.push(change);
      if (!page.more || page.changes.length === 0) return found;
    }
  }

  /** Somebody else may have signed in meanwhile: what one typed is not sent in another's name. */
  async function refuseOthers(): Promise<void> {
    const { me } = await api.call(getSession, {});
    if (me?.id !== personId) throw new Problem("auth.required", phrase`Sign in first.`);
  }

  /** Edits of cells that wait and were not made through `maker`, the oldest first. */
  function waitingEdits(maker: object): CellEdit[] {
    return [...waiting.values()].flatMap((one) => (one.maker === maker ? [] : editsOf(one.write.body)));
  }

  return { begin, resume, waitingEdits, isWaiting: (key: string) => waiting.has(key) };
}

function editsOf({ update }: WriteBody): CellEdit[] {
  return update.flatMap(({ id, cells }) =>
    Object.entries(cells).map(([fieldId, value]) => ({ rowId: id, fieldId, value })),
  );
}

/** A refusal by the places of a request, told by rows and fields. */
function refusedCells(problem: Problem, body: WriteBody): Problem | CellsRefused {
  const cells = problem.issues.flatMap(({ path, message }): RefusedCell[] => {
    const [, part, index, fieldId] = /^(update|create)\.(\d+)\.cells\.(.+)$/.exec(path) ?? [];
    if (!part || !fieldId) return [];
    const at = Number(index);
    const isNew = part === "create";
    return [{ rowId: isNew ? null : (body.update[at]?.id ?? null), created: isNew ? at : null, fieldId, message }];
  });
  return cells.length > 0 ? new CellsRefused(problem.message, cells) : problem;
}

/** What sends edits patiently. */
export type PatientEdits = ReturnType<typeof createPatientEdits>;
