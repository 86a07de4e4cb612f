/** A tag as it stands in an HTML text; names in small letters. */
export interface HtmlTag {
  /** Empty for a comment or a declaration. */
  name: string;
  isClosing: boolean;
  attributes: Map<string, string>;
  /** Where the text goes on. */
  end: number;
}

const nameEnd = /[\s/>]/g;
const attribute = /\s*([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?|\s*\//y;

/** The tag that begins at a `<`; undefined where it is none. */
export function readTag(html: string, from: number): HtmlTag | undefined {
  const none = { name: "", isClosing: false, attributes: new Map<string, string>() };
  const end = (index: number, length: number) => (index === -1 ? html.length : index + length);
  if (html.startsWith("<!--", from)) return { ...none, end: end(html.indexOf("-->", from + 4), 3) };
  const first = html[from + 1] ?? "";
  if (first === "!" || first === "?") return { ...none, end: end(html.indexOf(">", from), 1) };
  const isClosing = first === "/";
  const nameAt = from + (isClosing ? 2 : 1);
  if (!/[a-z]/i.test(html[nameAt] ?? "")) return undefined;
  nameEnd.lastIndex = nameAt;
  const at = nameEnd.exec(html)?.index ?? html.length;
  const { attributes, end: close } = readAttributes(html, at);
  return { name: html.slice(nameAt, at).toLowerCase(), isClosing, attributes, end: close + 1 };
}

function readAttributes(html: string, from: number): { attributes: Map<string, string>; end: number } {
  const attributes = new Map<string, string>();
  let at = from;
  while (at < html.length && html[at] !== ">") {
    attribute.lastIndex = at;
    const found = attribute.exec(html);
    if (!found || found[0] === "") at += 1;
    else {
      at = attribute.lastIndex;
      if (found[1]) attributes.set(found[1].toLowerCase(), withCharacters(found[2] ?? found[3] ?? found[4] ?? ""));
    }
  }
  return { attributes, end: at };
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Text with the characters that HTML names in their places. */
export function withCharacters(html: string): string {
  if (!html.includes("&")) return html;
  return html.replace(/&(#x?[\da-f]+|[a-z]+);/gi, (whole, name: string) => characterOf(name.toLowerCase()) ?? whole);
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith("#")) return named[name];
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
