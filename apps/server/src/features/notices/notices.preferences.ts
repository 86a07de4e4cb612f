import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import type * as contract from "@weft/api/notices";
import { Problem } from "@weft/api/problems";
import type { MailChoice, NoticePreferences } from "@weft/model/notices/kinds";
import { choiceOf, noticeKindNames, noticeKinds } from "@weft/model/notices/kinds";
import { digestHour } from "@weft/model/notices/morning";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { lockPreferences, setPreferences } from "./notices.store.ts";

type Reply = ReplyOf<typeof contract.listNoticePreferences>;

/** How each kind of notice comes to whoever asks. */
export async function listPreferences(weft: Weft, actor: Actor): Promise<Reply> {
  return show((await lockPreferences(weft.db.people, actor.personId)) ?? {});
}

/** Chooses how a kind of notice comes; throws `request.invalid` for a way of mailing that the kind does not have. */
export async function updatePreference(
  weft: Weft,
  actor: Actor,
  { kind, ...wanted }: BodyOf<typeof contract.updateNoticePreference>,
): Promise<Reply> {
  const { mails } = noticeKinds[kind];
  if (wanted.mail && !(mails as readonly MailChoice[]).includes(wanted.mail))
    throw new Problem("request.invalid", phrase`This kind of notice is not mailed like that.`, [
      { path: "mail", message: phrase`must be one of ${listed([...mails])}` },
    ]);
  return weft.db.people.transaction().execute(async (trx) => {
    const before = (await lockPreferences(trx, actor.personId)) ?? {};
    const after = { ...before, [kind]: { ...before[kind], ...wanted } };
    await setPreferences(trx, actor.personId, after);
    await recordAudit(trx, actor, {
      action: "person.updated",
      before: { notices: { [kind]: choiceOf(before, kind) } },
      after: { notices: { [kind]: choiceOf(after, kind) } },
    });
    return show(after);
  });
}

function show(preferences: NoticePreferences): Reply {
  return { preferences: noticeKindNames.map((kind) => ({ kind, ...choiceOf(preferences, kind) })), digestHour };
}
