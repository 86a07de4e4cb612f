import { editCellsMax } from "../edit-limits.ts";

const tab = 9;
const lineFeed = 10;

/** Past so many times what can be pasted, line breaks inside cells make no difference any more. */
const surely = 4;

/**
 * How many cells a clipboard's text or table has, where that is more than can be pasted; undefined where it has to be
 * read to know. Counted without reading it: five million cells would stop the tab for seconds, and fill its memory.
 */
export function countIfTooMany(text: string, html: string): number | undefined {
  const cells = text === "" ? countInHtml(html) : countInText(text);
  const isCertain = text === "" || !text.includes('"');
  return cells > editCellsMax * (isCertain ? 1 : surely) ? cells : undefined;
}

function countInText(text: string): number {
  const isEnded = text.charCodeAt(text.length - 1) === lineFeed;
  let cells = isEnded ? 0 : 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === tab || code === lineFeed) cells += 1;
  }
  return cells;
}

function countInHtml(html: string): number {
  let cells = 0;
  for (let at = html.indexOf("<td"); at !== -1; at = html.indexOf("<td", at + 3)) cells += 1;
  return cells;
}
