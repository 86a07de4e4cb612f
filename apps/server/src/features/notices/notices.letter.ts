import type { NoticeKind } from "@weft/model/notices/kinds";
import { noticeKinds } from "@weft/model/notices/kinds";
import { phrase } from "@weft/model/texts/phrase";
import type { Language, PhraseValue } from "@weft/model/texts/phrase";
import type { Letter } from "../mails/mails.letter.ts";
import type { KeptNotice } from "./notices.store.ts";
import { sayNotice } from "./notices.words.ts";

/** Notices that a mail names one by one; of more it says how many. */
const itemsMax = 60;

/** As the web app writes dates for those who have told no region. */
const locales: Record<Language, string> = { en: "en-GB", fr: "fr-FR" };

interface ToldNotice {
  kind: NoticeKind;
  data: KeptNotice;
  at: Date;
}

interface Envelope {
  to: string;
  language: Language;
  /** Where people reach Weft, without a slash at its end. */
  address: string;
  stopUrl: string;
}

/** The mail of one notice. */
export function letterOf({ kind, data }: ToldNotice, { to, language, address, stopUrl }: Envelope): Letter {
  const words = (said: PhraseValue) => sayNotice(said, language);
  const title = words(data.title);
  return {
    to,
    language,
    subject: title,
    heading: title,
    sentences: data.text === null ? [] : [words(data.text)],
    figures: data.figures.map(([label, value]) => [words(label), words(value)]),
    link: { label: words(data.linkLabel ?? phrase`Open in Weft`), url: address + data.link },
    why: words(phrase`You have chosen to be mailed about this: ${noticeKinds[kind].words[language]}.`),
    settingsUrl: `${address}/settings/notices`,
    stopUrl,
  };
}

/** The mail of the day: all that came since the last one, in its order. */
export function digestOf(
  notices: readonly ToldNotice[],
  { to, language, address, stopUrl, timeZone }: Envelope & { timeZone: string },
): Letter {
  const words = (said: PhraseValue) => sayNotice(said, language);
  const clock = new Intl.DateTimeFormat(locales[language], { dateStyle: "medium", timeStyle: "short", timeZone });
  const shown = notices.slice(0, itemsMax);
  const [first] = notices;
  const subject =
    notices.length === 1 && first ? words(first.data.title) : words(phrase`${notices.length} notices in Weft`);
  return {
    to,
    language,
    subject,
    heading: words(phrase`What has happened`),
    sentences: [],
    figures: [],
    items: shown.map(({ data, at }) => ({
      title: words(data.title),
      text: data.text === null ? null : words(data.text),
      when: clock.format(at),
      url: address + data.link,
    })),
    link: {
      label: words(notices.length > shown.length ? phrase`See all ${notices.length}` : phrase`Open Weft`),
      url: `${address}/`,
    },
    why: words(phrase`You have chosen to be told of this once a day.`),
    settingsUrl: `${address}/settings/notices`,
    stopUrl,
  };
}
