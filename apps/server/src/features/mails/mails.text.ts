import type { Language } from "@weft/model/texts/phrase";
import { writeHtml } from "./mails.html.ts";
import type { Letter } from "./mails.letter.ts";
import { footers } from "./mails.letter.ts";
import type { NewMail } from "./mails.store.ts";

const colons: Record<Language, string> = { en: ":", fr: "\u00a0:" };

/** The letter as plain text and as HTML; whatever comes from people is escaped, and no header can be slipped in. */
export function writeLetter(letter: Letter): NewMail {
  return {
    to: oneLine(letter.to),
    subject: oneLine(letter.subject),
    text: writeText(letter),
    html: writeHtml({ ...letter, heading: oneLine(letter.heading) }),
    stopUrl: letter.stopUrl ?? null,
  };
}

function writeText(letter: Letter): string {
  const colon = colons[letter.language];
  const foot = footers[letter.language];
  const items = (letter.items ?? []).flatMap(({ title, text, when, url }) => [
    `- ${oneLine(title)} (${when})`,
    ...(text ? [`  ${oneLine(text)}`] : []),
    `  ${url}`,
    "",
  ]);
  const blocks = [
    [oneLine(letter.heading)],
    letter.sentences,
    letter.figures.map(([label, value]) => `${label}${colon} ${value}`),
    items.slice(0, -1),
    [`${letter.link.label}${colon} ${letter.link.url}`],
    [
      "--",
      letter.why ? oneLine(letter.why) : foot.why,
      ...(letter.settingsUrl ? [`${foot.off}${colon} ${letter.settingsUrl}`] : []),
      ...(letter.stopUrl ? [`${foot.stop}${colon} ${letter.stopUrl}`] : []),
      "",
    ],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

// oxlint-disable-next-line no-control-regex -- control letters in a header are just what must go
const controls = /[\u0000-\u001f\u007f\u2028\u2029]+/g;

function oneLine(text: string): string {
  return text.replace(controls, " ").trim();
}
