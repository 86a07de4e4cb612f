import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { SaxesParser } from "saxes";

export interface XmlHandlers {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Name of an element or attribute without its namespace. */
function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** Makes a parser that calls the handlers; give it text with `write`, and `close` it. Throws file.unreadable on faulty XML. */
export function makeXmlParser(handlers: XmlHandlers, fileName: string): SaxesParser {
  const parser = new SaxesParser();
  parser.on("error", () => {
    throw new Problem(
      "file.unreadable",
      phrase`${fileName} is a damaged XLSX file. Open it in a spreadsheet program and save it again.`,
    );
  });
  if (handlers.open)
    parser.on("opentag", (tag) => handlers.open!(localName(tag.name), tag.attributes as Record<string, string>));
  if (handlers.text) parser.on("text", (text) => handlers.text!(text));
  if (handlers.close) parser.on("closetag", (tag) => handlers.close!(localName(tag.name)));
  return parser;
}

/** Parses a whole part of the workbook. */
export async function parseXml(stream: AsyncIterable<Buffer>, handlers: XmlHandlers, fileName: string): Promise<void> {
  const parser = makeXmlParser(handlers, fileName);
  const decoder = new TextDecoder();
  for await (const chunk of stream) parser.write(decoder.decode(chunk, { stream: true }));
  parser.write(decoder.decode()).close();
}
