import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

export interface SheetMade {
  name: string;
  /** Inside of `sheetData`. */
  rows: string;
  state?: string;
}

const spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook with the given sheets, shared strings and cell styles (number format codes or built-in ids). */
export async function makeXlsx(
  sheets: SheetMade[],
  more: { strings?: string[]; styles?: (string | number)[]; is1904?: boolean } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (path: string, xml: string) =>
    zip.addBuffer(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`), path);
  add("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>');
  const list = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"${state ? ` state="${state}"` : ""}/>`,
  );
  add(
    "xl/workbook.xml",
    `<workbook xmlns="${spreadsheet}" xmlns:r="${relations}"><workbookPr${more.is1904 ? ' date1904="1"' : ""}/><sheets>${list.join("")}</sheets></workbook>`,
  );
  const targets = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  add(
    "xl/_rels/workbook.xml.rels",
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.join("")}</Relationships>`,
  );
  const styles = more.styles ?? [];
  const formats = styles.map((style, i) =>
    typeof style === "string" ? `<numFmt numFmtId="${200 + i}" formatCode="${style}"/>` : "",
  );
  const cellStyles = styles.map((style, i) => `<xf numFmtId="${typeof style === "string" ? 200 + i : style}"/>`);
  add(
    "xl/styles.xml",
    `<styleSheet xmlns="${spreadsheet}"><numFmts>${formats.join("")}</numFmts><cellXfs><xf numFmtId="0"/>${cellStyles.join("")}</cellXfs></styleSheet>`,
  );
  add(
    "xl/sharedStrings.xml",
    `<sst xmlns="${spreadsheet}">${(more.strings ?? []).map((text) => `<si>${text}</si>`).join("")}</sst>`,
  );
  for (const [i, { rows }] of sheets.entries()) {
    add(
      `xl/worksheets/sheet${i + 1}.xml`,
      `<worksheet xmlns="${spreadsheet}"><sheetData>${rows}</sheetData></worksheet>`,
    );
  }
  zip.end();
  return buffer(zip.outputStream);
}
