import type { JobPayload } from "@weft/api/jobs";
import type { NoticeKind } from "@weft/model/notices/kinds";
import { noticeKinds } from "@weft/model/notices/kinds";
import { lastMorning } from "@weft/model/notices/morning";
import type { Selectable } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { readLanguage } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { addMail } from "../mails/mails.store.ts";
import { writeLetter } from "../mails/mails.text.ts";
import { digestOf, letterOf } from "./notices.letter.ts";
import type { Reader } from "./notices.mails.store.ts";
import { findDigestReaders, takeDigest, takeNoticeToMail } from "./notices.mails.store.ts";
import { stopUrlOf } from "./notices.stop.ts";
import type { KeptNotice } from "./notices.store.ts";

/** The job `notice.mail`: puts the mail of one notice into the outbox, once, however often it runs. */
export async function mailNotice(weft: Weft, { noticeId }: JobPayload<"notice.mail">): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    const taken = await takeNoticeToMail(trx, noticeId);
    if (!taken) return;
    const told = toldOf(taken.notice);
    const letter = letterOf(told, envelopeOf(weft, taken.reader, told.kind));
    await addMail(trx, writeLetter(letter), { smtp: weft.config.smtpUrl !== undefined });
  });
}

/**
 * The job `notice.digest`: for everybody to whom it is past seven in the morning, one mail with all that came before
 * seven and waited for it; none when nothing did. Runs each quarter of an hour, as there are such time zones.
 */
export async function mailDigests(weft: Weft): Promise<void> {
  for (const reader of await findDigestReaders(weft.db.people)) {
    const timeZone = reader.time_zone ?? "UTC";
    const until = lastMorning(new Date(), timeZone);
    await weft.db.people.transaction().execute(async (trx) => {
      const told = (await takeDigest(trx, reader.id, until)).map(toldOf);
      if (told.length === 0) return;
      const letter = digestOf(told, { ...envelopeOf(weft, reader, "daily"), timeZone });
      await addMail(trx, writeLetter(letter), { smtp: weft.config.smtpUrl !== undefined });
    });
  }
}

function envelopeOf(weft: Weft, reader: Reader, what: NoticeKind | "daily") {
  const address = (weft.config.publicUrl ?? `http://localhost:${weft.config.port}`).replace(/\/$/, "");
  const language = readLanguage(reader.language);
  return { to: reader.email, language, address, stopUrl: stopUrlOf(weft, address, reader.id, what) };
}

function toldOf(notice: Selectable<WeftTables["notices"]>) {
  const kind = notice.kind in noticeKinds ? (notice.kind as NoticeKind) : "announcement";
  return { kind, data: notice.data as KeptNotice, at: notice.created_at };
}
