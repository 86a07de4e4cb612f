import type { Problem } from "@weft/api/problems";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import { readLanguage } from "../../language/say.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { notify } from "../notices/notices.notify.ts";
import type { KeptFailure } from "./imports.shown.ts";
import { wordEnding } from "./imports.letter.ts";
import type { ImportRow } from "./imports.store.ts";
import { moveImport, toJsonb } from "./imports.store.ts";

/** Most faults kept with a failed import. */
const issuesMax = 50;

/** How an import ended, as far as a notice and a mail tell. */
export interface Ending {
  state: "done" | "failed";
  tableName: string | null;
  loaded: number | null;
  rejected: number | null;
  seconds: number | null;
  text: Phrase | null;
}

/** What whoever handed the import in reads. Asked before a load: the data role sees no people. */
export async function findLanguage(weft: Weft, { person_id }: ImportRow): Promise<Language> {
  const person = await weft.db.people
    .selectFrom("people")
    .select("language")
    .where("id", "=", person_id)
    .executeTakeFirst();
  return readLanguage(person?.language);
}

/** Tells whoever handed the import in, in the transaction that ends it. */
export async function tellEnding(db: Kysely<WeftTables>, row: ImportRow, ending: Ending): Promise<void> {
  if (!row.person_id) return;
  const words = wordEnding(row.upload_name, ending);
  await notify(db, row.person_id, "import_ended", { ...words, link: `/imports/${row.id}` });
}

/** What a load that was refused for its rejects leaves: the file with them, and the first of them. */
export interface KeptRejects {
  key: string;
  count: number;
  first: object[];
}

/** Ends an import as failed, with the problem's text for people, a notice and a mail. */
export async function failImport(weft: Weft, row: ImportRow, problem: Problem & { kept?: KeptRejects }): Promise<void> {
  // Texts may quote cells, and PostgreSQL has no NUL in text.
  const text = JSON.parse(toJsonb(problem.text)) as Phrase;
  const errors = problem.faults.slice(0, issuesMax);
  const { kept } = problem;
  await weft.db.people.transaction().execute(async (trx) => {
    const isMoved = await moveImport(trx, row.id, "failed", {
      failure: toJsonb({ code: problem.code, text, errors } satisfies KeptFailure),
      progress: null,
      ended_at: new Date(),
      ...(kept && { rejects_key: kept.key, rejected: kept.count, first_rejects: toJsonb(kept.first) }),
    });
    if (!isMoved) return;
    const rejected = kept?.count ?? null;
    const ending = { tableName: null, loaded: null, rejected, seconds: null, text };
    await tellEnding(trx, row, { state: "failed", ...ending });
  });
}
