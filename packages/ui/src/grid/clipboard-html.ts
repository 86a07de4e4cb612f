/**
 * Cells of the first table in an HTML text, as office programs and web pages put it on the clipboard; undefined when there
 * is none. A merged cell's text stands in its first cell, the others it covers are empty. Markup is only read, never shown.
 */
export function parseHtmlTable(html: string): string[][] | undefined {
  const begin = /<table[\s>]/i.exec(html);
  if (!begin) return undefined;
  const end = html.toLowerCase().indexOf("</table", begin.index);
  const table = html.slice(begin.index, end === -1 ? html.length : end);
  const rows: string[][] = [];
  /** How many more rows each column is covered from above. */
  const covered: number[] = [];
  for (const row of splitBy(table, "tr")) {
    const cells: string[] = [];
    const skip = () => {
      while ((covered[cells.length] ?? 0) > 0) {
        covered[cells.length]! -= 1;
        cells.push("");
      }
    };
    for (const cell of splitBy(row.inner, "t[dh]")) {
      skip();
      const across = spanOf(cell.attributes, "colspan");
      const down = spanOf(cell.attributes, "rowspan");
      for (let at = 0; at < across; at += 1) {
        covered[cells.length] = down - 1;
        cells.push(at === 0 ? textOf(cell.inner) : "");
      }
    }
    skip();
    if (cells.length > 0) rows.push(cells);
  }
  return rows.length > 0 ? rows : undefined;
}

/** Parts between opening tags of a name; closing tags may be left out, as HTML allows. */
function splitBy(html: string, name: string): { attributes: string; inner: string }[] {
  const opening = new RegExp(`<(?:${name})((?:\\s(?:[^>"']|"[^"]*"|'[^']*')*)?)>`, "gi");
  const closing = new RegExp(`</(?:${name})\\s*>`, "i");
  const found = [...html.matchAll(opening)];
  return found.map((match, at) => {
    const rest = html.slice(match.index + match[0].length, found[at + 1]?.index);
    return { attributes: match[1] ?? "", inner: rest.split(closing, 1)[0]! };
  });
}

/** What a table can cover at most; more is a mistake or malice. */
const spanMax = 1000;

function spanOf(attributes: string, name: string): number {
  const value = new RegExp(`${name}\\s*=\\s*["']?(\\d+)`, "i").exec(attributes)?.[1];
  return Math.min(spanMax, Math.max(1, Number(value ?? 1)));
}

function textOf(html: string): string {
  return html
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, "")
    .replace(/\s+/g, " ")
    .replace(/ ?<br[^>]*> ?/gi, "\n")
    .replace(/<\/(p|div|li)> ?(?=<)/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => characterOf(name.toLowerCase()) ?? whole)
    .trim();
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function characterOf(name: string): string | undefined {
  if (!name.startsWith("#")) return named[name];
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
