import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { FileSource } from "../reading-types.ts";
import type { Zip } from "../source/zip.ts";
import { parseXml } from "./xml.ts";

/** What a cell's style makes of its number. */
export type NumberStyle = "plain" | "date" | "datetime" | "time";

export interface Workbook {
  sheets: { name: string; path: string; isHidden: boolean }[];
  /** Days are counted from 1904. */
  is1904: boolean;
  strings: string[];
  /** By cell style index. */
  styles: NumberStyle[];
}

/** Reads the parts of a workbook that all sheets share. Throws file.unreadable when it is no workbook. */
export async function readWorkbook(zip: Zip, source: FileSource): Promise<Workbook> {
  const main = zip.names.find((name) => /(?:^|\/)workbook\.xml$/u.test(name));
  if (!main)
    throw new Problem(
      "file.unreadable",
      phrase`${source.name} is a ZIP file without a workbook. Unpack it and hand in the table.`,
    );
  const folder = main.slice(0, main.length - "workbook.xml".length);
  const targets = new Map<string, string>();
  await readPart(`${folder}_rels/workbook.xml.rels`, (name, attributes) => {
    if (name === "Relationship") targets.set(attributes.Id ?? "", attributes.Target ?? "");
  });
  const workbook: Workbook = { sheets: [], is1904: false, strings: [], styles: [] };
  await readPart(main, (name, attributes) => {
    if (name === "workbookPr") workbook.is1904 = attributes.date1904 === "1" || attributes.date1904 === "true";
    if (name !== "sheet") return;
    const target = targets.get(attributes["r:id"] ?? attributes.id ?? "") ?? "";
    const path = target.startsWith("/") ? target.slice(1) : folder + target;
    const isHidden = attributes.state === "hidden" || attributes.state === "veryHidden";
    if (zip.names.includes(path)) workbook.sheets.push({ name: attributes.name ?? "", path, isHidden });
  });
  workbook.styles = await readStyles();
  workbook.strings = await readStrings();
  return workbook;

  async function readPart(
    path: string,
    open: (name: string, attributes: Record<string, string>) => void,
  ): Promise<void> {
    if (zip.names.includes(path)) await parseXml(await zip.open(path), { open }, source.name);
  }

  async function readStyles(): Promise<NumberStyle[]> {
    const formats = new Map<number, string>();
    const styles: NumberStyle[] = [];
    let isInCells = false;
    await readPart(`${folder}styles.xml`, (name, attributes) => {
      if (name === "numFmt") formats.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
      else if (name === "cellXfs") isInCells = true;
      else if (name === "cellStyles" || name === "dxfs") isInCells = false;
      else if (name === "xf" && isInCells) styles.push(styleOf(Number(attributes.numFmtId ?? 0), formats));
    });
    return styles;
  }

  async function readStrings(): Promise<string[]> {
    const path = `${folder}sharedStrings.xml`;
    if (!zip.names.includes(path)) return [];
    const strings: string[] = [];
    const text = makeTextCollector();
    await parseXml(
      await zip.open(path),
      {
        open: (name) => (name === "si" ? text.begin() : text.open(name)),
        text: (part) => text.add(part),
        close: (name) => {
          text.close(name);
          if (name === "si") strings.push(text.value());
        },
      },
      source.name,
    );
    return strings;
  }
}

/** Collects the `t` elements of a rich text, without its phonetic hints. */
export function makeTextCollector() {
  let parts = "";
  let isInText = false;
  let isInHint = false;
  return {
    begin() {
      parts = "";
    },
    open(name: string) {
      if (name === "t") isInText = true;
      if (name === "rPh") isInHint = true;
    },
    add(text: string) {
      if (isInText && !isInHint) parts += text;
    },
    close(name: string) {
      if (name === "t") isInText = false;
      if (name === "rPh") isInHint = false;
    },
    /** `_x000D_` is how XML writes a carriage return. */
    value: () =>
      parts.includes("_x")
        ? parts.replaceAll(/_x([0-9A-F]{4})_/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        : parts,
  };
}

/** Formats that every workbook has without saying so; 27 to 36 and 50 to 58 are dates of East Asian versions. */
function styleOf(id: number, formats: Map<number, string>): NumberStyle {
  const code = formats.get(id);
  if (code !== undefined) return styleOfCode(code);
  if (id === 22) return "datetime";
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return "time";
  return (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? "date" : "plain";
}

function styleOfCode(code: string): NumberStyle {
  const bare = code
    .split(";")[0]!
    .replaceAll(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*./giu, "")
    .toLowerCase();
  if (bare.includes("general")) return "plain";
  const hasDay = /[dy]/u.test(bare) || /m{3,}/u.test(bare);
  const hasTime = /[hs]/u.test(bare) || bare.includes("[m");
  if (hasDay) return hasTime ? "datetime" : "date";
  return hasTime ? "time" : /m/u.test(bare) ? "date" : "plain";
}
