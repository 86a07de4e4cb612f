import { makeId } from "@weft/model/ids";
import type { NoticeKind, NoticeTone } from "@weft/model/notices/kinds";
import { noticeKinds } from "@weft/model/notices/kinds";
import type { Phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { addNotice } from "./notices.store.ts";

/** What a notice says: the same in the bell, in a mail and in the mail of the day. */
export interface NoticeData {
  /** One sentence without a full stop; a mail's subject too. */
  title: Phrase;
  text?: Phrase | string | null;
  /** A path in the web app, or of a file below /api. */
  link: string;
  /** What the button of a mail says; absent = Open in Weft. */
  linkLabel?: Phrase;
  figures?: readonly (readonly [label: Phrase, value: number])[];
  /** `warning` and `bad` are problems: there are people who want mails of those only. Absent = plain. */
  tone?: NoticeTone;
}

/**
 * Tells a person of something, in the transaction of what it tells: by bell, mail or the mail of the day, as they have
 * chosen for its kind. The one way in; also for the data role. Who is disabled or gone is not told.
 */
export async function notify(
  db: Kysely<WeftTables>,
  personId: string,
  kind: NoticeKind,
  { title, text = null, link, linkLabel, figures = [], tone = "plain" }: NoticeData,
): Promise<void> {
  const { bell, mail } = noticeKinds[kind];
  await addNotice(db, {
    id: makeId("notice"),
    personId,
    kind,
    data: { title, text, link, linkLabel: linkLabel ?? null, figures, tone },
    byDefault: { bell, mail },
    isProblem: tone === "warning" || tone === "bad",
  });
}
