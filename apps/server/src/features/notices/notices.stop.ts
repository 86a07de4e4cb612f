import { createHmac, timingSafeEqual } from "node:crypto";
import { Problem } from "@weft/api/problems";
import type { NoticeKind } from "@weft/model/notices/kinds";
import { choiceOf, noticeKindNames } from "@weft/model/notices/kinds";
import { phrase } from "@weft/model/texts/phrase";
import type { Weft } from "../../weft.ts";
import { lockPreferences, setPreferences } from "./notices.store.ts";

/** What a link in a mail stops: one kind of mail, or the mail of the day. */
type Stopped = NoticeKind | "daily";

/** Letters of a SHA-256 in base64url. */
const signatureLength = 43;

/**
 * The address that stops mails of a kind to a person: for their mail program (RFC 8058) and for themselves. Its signature
 * is all it needs: nobody signs in to be left alone, and it can do nothing else.
 */
export function stopUrlOf(weft: Weft, address: string, personId: string, what: Stopped): string {
  const named = Buffer.from(`${what}.${personId}`).toString("base64url");
  return `${address}/stop-mails?key=${named}${sign(weft, named)}`;
}

/** Stops what the key of such an address names; done twice, it is the same. Throws `auth.link_over` for any other key. */
export async function stopMails(weft: Weft, key: string): Promise<{ kind: NoticeKind | null }> {
  const named = key.slice(0, -signatureLength);
  const expected = Buffer.from(sign(weft, named));
  const given = Buffer.from(key.slice(-signatureLength));
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  const [what = "", personId = ""] = Buffer.from(named, "base64url").toString().split(".");
  const kind = noticeKindNames.find((known) => known === what);
  if (!isOurs || (!kind && what !== "daily")) throw linkOver();
  await weft.db.people.transaction().execute(async (trx) => {
    const before = await lockPreferences(trx, personId);
    if (!before) throw linkOver();
    const isStopped = (each: NoticeKind) => (kind ? each === kind : choiceOf(before, each).mail === "daily");
    const stopped = noticeKindNames
      .filter(isStopped)
      .map((each) => [each, { ...before[each], mail: "never" as const }]);
    await setPreferences(trx, personId, { ...before, ...Object.fromEntries(stopped) });
  });
  return { kind: kind ?? null };
}

function sign(weft: Weft, named: string): string {
  return createHmac("sha256", weft.config.secret ?? "")
    .update(`stop mails ${named}`)
    .digest("base64url");
}

function linkOver(): Problem {
  return new Problem("auth.link_over", phrase`This link does not fit: choose which mails you get in your settings.`);
}
