import type { MailPreferences } from "@weft/api/mail-kinds";
import { defaultMailPreferences } from "@weft/api/mail-kinds";
import type { Problem } from "@weft/api/problems";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import { readLanguage } from "../../language/say.ts";
import type { WeftTables } from "../../database/tables.ts";
import type { Weft } from "../../weft.ts";
import { addMail } from "../mails/mails.store.ts";
import { writeLetter } from "../mails/mails.text.ts";
import { addNotice } from "../notices/notices.store.ts";
import type { KeptFailure } from "./imports.shown.ts";
import { wordEnding } from "./imports.letter.ts";
import type { ImportRow } from "./imports.store.ts";
import { moveImport, toJsonb } from "./imports.store.ts";

/** Most faults kept with a failed import. */
const issuesMax = 50;

/** Who is told how an import ended. */
export interface Recipient {
  personId: string;
  email: string;
  language: Language;
  mails: MailPreferences;
}

/** How an import ended, as far as a notice and a mail tell. */
export interface Ending {
  state: "done" | "failed";
  tableName: string | null;
  loaded: number | null;
  rejected: number | null;
  seconds: number | null;
  text: Phrase | null;
}

/** Whoever handed the import in, or null when their account is gone. Asked before a load: the data role sees no people. */
export async function findRecipient(weft: Weft, row: ImportRow): Promise<Recipient | null> {
  if (!row.person_id) return null;
  const person = await weft.db.people
    .selectFrom("people")
    .select(["id", "email", "language", "mail_preferences"])
    .where("id", "=", row.person_id)
    .executeTakeFirst();
  if (!person) return null;
  return {
    personId: person.id,
    email: person.email,
    language: readLanguage(person.language),
    mails: { ...defaultMailPreferences, ...person.mail_preferences },
  };
}

const isMailWanted: Record<MailPreferences["importEnded"], (ending: Ending) => boolean> = {
  always: () => true,
  problems: ({ state, rejected }) => state === "failed" || (rejected ?? 0) > 0,
  never: () => false,
};

/** A notice in the bell and, if the person wants it, a mail, committed with the end they tell of. */
export async function tellEnding(
  weft: Weft,
  db: Kysely<WeftTables>,
  row: ImportRow,
  recipient: Recipient | null,
  ending: Ending,
): Promise<void> {
  if (!recipient) return;
  const link = `/imports/${row.id}`;
  await addNotice(db, recipient.personId, {
    kind: `import.${ending.state}`,
    data: {
      link,
      name: row.upload_name,
      tableName: ending.tableName,
      loaded: ending.loaded,
      rejected: ending.rejected,
      text: ending.text,
    },
  });
  if (!isMailWanted[recipient.mails.importEnded](ending)) return;
  const address = (weft.config.publicUrl ?? `http://localhost:${weft.config.port}`).replace(/\/$/, "");
  const words = wordEnding(recipient.language, row.upload_name, ending);
  const letter = writeLetter({
    ...words,
    to: recipient.email,
    language: recipient.language,
    link: { label: words.linkLabel, url: `${address}${link}` },
    settingsUrl: `${address}/settings/profile#mails`,
  });
  await addMail(db, letter, { smtp: weft.config.smtpUrl !== undefined });
}

/** What a load that was refused for its rejects leaves: the file with them, and the first of them. */
export interface KeptRejects {
  key: string;
  count: number;
  first: object[];
}

/** Ends an import as failed, with the problem's text for people, a notice and a mail. */
export async function failImport(weft: Weft, row: ImportRow, problem: Problem & { kept?: KeptRejects }): Promise<void> {
  const recipient = await findRecipient(weft, row);
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
    await tellEnding(weft, trx, row, recipient, { state: "failed", ...ending });
  });
}
