import { xmlText } from "./xlsx-sheet.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The parts of a workbook besides its sheets: [path, text]. */
export function partsOf(sheetNames: string[]): [string, string][] {
  const sheets = sheetNames.map((name, index) => ({ name, number: index + 1 }));
  return [
    ["xl/workbook.xml", workbook(sheets)],
    ["xl/_rels/workbook.xml.rels", workbookRelations(sheets)],
    ["xl/styles.xml", stylesXml],
    [
      "_rels/.rels",
      `${declaration}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    ["[Content_Types].xml", contentTypes(sheets)],
  ];
}

/** A sheet's name as the format wants it: at most 31 characters, none of []:*?/\; from the second on with its number. */
export function sheetNameOf(title: string, number: number): string {
  const ending = number === 1 ? "" : ` (${number})`;
  const name = title
    .replace(/[[\]:*?/\\]+/g, " ")
    .replace(/^'+|'+$/g, "")
    .trim()
    .slice(0, 31 - ending.length);
  return (/^history$/i.test(name) ? "Table" : name || "Table") + ending;
}

interface Sheet {
  name: string;
  number: number;
}

function workbook(sheets: Sheet[]): string {
  const list = sheets.map(
    ({ name, number }) =>
      `<sheet name="${xmlText(name).replaceAll('"', "&quot;")}" sheetId="${number}" r:id="rId${number}"/>`,
  );
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${list.join("")}</sheets></workbook>`;
}

function workbookRelations(sheets: Sheet[]): string {
  const list = sheets.map(
    ({ number }) =>
      `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  const styles = `<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/>`;
  return `${declaration}<Relationships xmlns="${packageRelations}">${list.join("")}${styles}</Relationships>`;
}

function contentTypes(sheets: Sheet[]): string {
  const list = sheets.map(
    ({ number }) =>
      `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${spreadsheet}.worksheet+xml"/>`,
  );
  return (
    `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/>${list.join("")}</Types>`
  );
}

/** The order of `cellXfs` is that of `styles` in xlsx-sheet.ts. */
const stylesXml =
  `${declaration}<styleSheet xmlns="${main}"><numFmts count="3">` +
  '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>' +
  '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>' +
  '<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss&quot;Z&quot;"/></numFmts>' +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  [164, 165, 166]
    .map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`)
    .join("") +
  "</cellXfs></styleSheet>";
