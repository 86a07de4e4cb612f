import type { CellMeaning, ClipboardCell } from "./clipboard-cell.ts";
import { serialOf } from "./number-format.ts";

/**
 * Cells as an HTML table, which spreadsheets prefer to plain text. Each is told what it is, in the attributes of Excel
 * (`x:`, `mso-`), LibreOffice (`sd`) and Google Sheets (`data-sheets-`): numbers and days stay what they are in every
 * language, and text stays text, so that `=1+1` is no formula and 007 no 7.
 */
export function formatHtml(rows: readonly (readonly ClipboardCell[])[]): string {
  const body = rows.map((row) => `<tr>${row.map(formatCell).join("")}</tr>`).join("");
  return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset="utf-8"><table>${body}</table></html>`;
}

function formatCell({ text, means }: ClipboardCell): string {
  const attributes = means ? attributesOf(means) : isMistakable(text) ? textAttributes(text) : "";
  return `<td${attributes}>${escapeHtml(text).replaceAll("\n", '<br style="mso-data-placement:same-cell">')}</td>`;
}

/** Whether a spreadsheet would take a text for anything else: words, and long text with digits, it leaves alone. */
function isMistakable(text: string): boolean {
  if (/^[^\p{L}\d]|^(true|false|vrai|faux)$/iu.test(text)) return true;
  return text.length <= 40 && /\d/.test(text);
}

function textAttributes(text: string): string {
  const sheets = text.length > 200 ? "" : ` data-sheets-value="${escapeHtml(JSON.stringify({ 1: 2, 2: text }))}"`;
  return ` style="mso-number-format:'\\@'" sdnum="1033;0;@"${sheets}`;
}

const momentFormats = { date: "YYYY-MM-DD", datetime: "YYYY-MM-DD HH:MM:SS" };

function attributesOf({ kind, value }: CellMeaning): string {
  if (kind === "number") return ` x:num="${value}" sdval="${value}" sdnum="1033;"`;
  if (kind === "boolean")
    return ` x:bool="${value.toUpperCase()}" sdval="${value === "true" ? 1 : 0}" sdnum="1033;0;BOOLEAN"`;
  const serial = kind === "link" ? undefined : serialOf(value);
  if (serial === undefined || kind === "link") return "";
  return ` sdval="${serial}" sdnum="1033;0;${momentFormats[kind]}"`;
}

/** Text that is only text in HTML, between tags and in quotes. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
