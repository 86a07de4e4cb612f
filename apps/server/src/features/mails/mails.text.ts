import type { Language } from "@weft/model/texts/phrase";
import type { NewMail } from "./mails.store.ts";

/** A mail with one message: a heading, sentences, figures in a table, and one link. */
interface Letter {
  to: string;
  language: Language;
  subject: string;
  heading: string;
  sentences: string[];
  figures: [label: string, value: string][];
  link: { label: string; url: string };
  /** Why they get it; absent = because they asked for it. */
  why?: string;
  /** Where the reader chooses which mails to get; null = it cannot be turned off. */
  settingsUrl: string | null;
}

const footers: Record<Language, { why: string; off: string }> = {
  en: {
    why: "Weft sent this because you asked for it; there is nothing to answer.",
    off: "Choose which mails you get, or none, in your profile",
  },
  fr: {
    why: "Weft envoie ce message parce que vous l’avez demandé ; il n’appelle pas de réponse.",
    off: "Choisissez dans votre profil les e-mails à recevoir, ou aucun",
  },
};

const colons: Record<Language, string> = { en: ":", fr: "\u00a0:" };

/** The letter as plain text and as simple HTML; whatever comes from people is escaped, and no header can be slipped in. */
export function writeLetter(letter: Letter): NewMail {
  return { to: oneLine(letter.to), subject: oneLine(letter.subject), text: writeText(letter), html: writeHtml(letter) };
}

function writeText(letter: Letter): string {
  const colon = colons[letter.language];
  const figures = letter.figures.map(([label, value]) => `${label}${colon} ${value}`);
  return [
    oneLine(letter.heading),
    "",
    ...letter.sentences,
    "",
    ...figures,
    "",
    `${letter.link.label}${colon} ${letter.link.url}`,
    "",
    "--",
    letter.why ? oneLine(letter.why) : footers[letter.language].why,
    ...(letter.settingsUrl ? [`${footers[letter.language].off}${colon} ${letter.settingsUrl}`] : []),
    "",
  ].join("\n");
}

function writeHtml(letter: Letter): string {
  const sentences = letter.sentences.map((text) => `<p style="margin:0 0 12px">${escapeHtml(text)}</p>`).join("\n");
  const figures = letter.figures
    .map(
      ([label, value]) =>
        `<tr><td style="padding:6px 24px 6px 0;color:#5b6472">${escapeHtml(label)}</td><td style="padding:6px 0;text-align:right;font-variant-numeric:tabular-nums"><strong>${escapeHtml(value)}</strong></td></tr>`,
    )
    .join("\n");
  const { why, off } = footers[letter.language];
  const settings = letter.settingsUrl
    ? `<br><a href="${escapeHtml(letter.settingsUrl)}" style="color:#5b6472">${escapeHtml(off)}</a>.`
    : "";
  return `<!doctype html>
<html lang="${letter.language}"><head><meta charset="utf-8"><title>${escapeHtml(letter.subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:#f3f4f6;font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#1b2430">
<div style="max-width:520px;margin:0 auto;padding:32px;background:#fff;border-radius:12px">
<p style="margin:0 0 24px;font-weight:700;color:#0b746f">Weft</p>
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escapeHtml(letter.heading)}</h1>
${sentences}
<table style="margin:16px 0 24px;border-collapse:collapse">
${figures}
</table>
<a href="${escapeHtml(letter.link.url)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#0b746f;color:#fff;text-decoration:none">${escapeHtml(letter.link.label)}</a>
<p style="margin:32px 0 0;font-size:12px;color:#7b8494">${escapeHtml(letter.why ?? why)}${settings}</p>
</div>
</body></html>
`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] as string);
}

// oxlint-disable-next-line no-control-regex -- control letters in a header are just what must go
const controls = /[\u0000-\u001f\u007f\u2028\u2029]+/g;

function oneLine(text: string): string {
  return text.replace(controls, " ").trim();
}
