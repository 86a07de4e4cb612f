import type { Letter } from "./mails.letter.ts";
import { footers } from "./mails.letter.ts";

/**
 * A letter as HTML for mail programs: tables, styles at each element, nothing fetched from afar. Programs that know dark
 * mode take the colours of the sheet at its head; those that do not leave it out.
 */
export function writeHtml(letter: Letter): string {
  const title = escapeHtml(letter.heading);
  return `<!doctype html>
<html lang="${letter.language}"><head><meta charset="utf-8"><title>${escapeHtml(letter.subject)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<style>${sheet}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(previewOf(letter))}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f4f6"><tr><td class="outer" align="center" style="padding:32px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid #e3e6ea;border-radius:12px"><tr><td class="inner" style="padding:28px 32px;${font}font-size:15px;line-height:23px">
<p class="brand" style="margin:0 0 22px;${font}font-size:14px;line-height:20px;font-weight:700;color:#0b746f">Weft</p>
<h1 class="ink" style="margin:0 0 14px;${font}font-size:20px;line-height:27px;font-weight:600;color:#1b2430;word-break:break-word">${title}</h1>
${writeSentences(letter)}${writeFigures(letter)}${writeItems(letter)}${writeButton(letter)}${writeFoot(letter)}</td></tr></table>
</td></tr></table>
</body></html>
`;
}

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

const sheet = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
a{text-decoration:none}
@media (prefers-color-scheme:dark){
.page{background:#101419!important}
.card{background:#191f26!important;border-color:#2b333d!important}
.ink{color:#e6eaef!important}
.soft{color:#9aa6b4!important}
.line{border-color:#2b333d!important}
.brand{color:#4fc3ba!important}
.button{background:#2a9d95!important}
.button a{color:#06201e!important}
}
@media (max-width:480px){
.outer{padding:0!important}
.card{border-radius:0!important;border-left:0!important;border-right:0!important}
.inner{padding:24px 20px!important}
}
`;

/** What a list of mails shows beside the subject. */
function previewOf({ sentences, items, heading }: Letter): string {
  return sentences[0] ?? items?.map(({ title }) => title).join(" · ") ?? heading;
}

function writeSentences({ sentences }: Letter): string {
  return sentences
    .map(
      (text) => `<p class="ink" style="margin:0 0 12px;color:#1b2430;word-break:break-word">${escapeHtml(text)}</p>\n`,
    )
    .join("");
}

function writeFigures({ figures }: Letter): string {
  if (figures.length === 0) return "";
  const rows = figures.map(
    ([label, value]) =>
      `<tr><td class="soft line" style="padding:7px 16px 7px 0;white-space:nowrap;border-top:1px solid #e9ebee;color:#5b6472;${font}font-size:14px">${escapeHtml(label)}</td><td class="ink line" align="right" style="padding:7px 0;border-top:1px solid #e9ebee;color:#1b2430;${font}font-size:14px;font-weight:600;font-variant-numeric:tabular-nums;word-break:break-word">${escapeHtml(value)}</td></tr>`,
  );
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:16px 0 0">\n${rows.join("\n")}\n</table>\n`;
}

function writeItems({ items = [] }: Letter): string {
  if (items.length === 0) return "";
  const rows = items.map(
    ({ title, text, when, url }) =>
      `<tr><td class="line" style="padding:11px 0;border-top:1px solid #e9ebee;${font}font-size:15px;line-height:22px;word-break:break-word"><a class="ink" href="${escapeHtml(url)}" style="color:#1b2430;font-weight:600">${escapeHtml(title)}</a>${text ? `<br><span class="ink" style="color:#1b2430">${escapeHtml(text)}</span>` : ""}<br><span class="soft" style="color:#5b6472;font-size:13px">${escapeHtml(when)}</span></td></tr>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 0">\n${rows.join("\n")}\n</table>\n`;
}

function writeButton({ link }: Letter): string {
  const label = `<a href="${escapeHtml(link.url)}" style="display:inline-block;padding:10px 18px;color:#ffffff;${font}font-size:15px;line-height:20px;font-weight:600;text-decoration:none">${escapeHtml(link.label)}</a>`;
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:22px 0 0"><tr><td class="button" style="border-radius:8px;background:#0b746f">${label}</td></tr></table>\n`;
}

function writeFoot({ language, why, settingsUrl, stopUrl }: Letter): string {
  const words = footers[language];
  const linkTo = (url: string, text: string) =>
    `<a class="soft" href="${escapeHtml(url)}" style="color:#5b6472;text-decoration:underline">${escapeHtml(text)}</a>`;
  const links = [
    ...(settingsUrl ? [`${linkTo(settingsUrl, words.off)}.`] : []),
    ...(stopUrl ? [`${linkTo(stopUrl, words.stop)}.`] : []),
  ];
  const said = [escapeHtml(why ?? words.why), ...(links.length > 0 ? [links.join(" ")] : [])].join("<br>");
  return `<p class="soft line" style="margin:28px 0 0;padding:14px 0 0;border-top:1px solid #e9ebee;${font}font-size:12px;line-height:18px;color:#5b6472">${said}</p>\n`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text as it stands in HTML, within an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] as string);
}
