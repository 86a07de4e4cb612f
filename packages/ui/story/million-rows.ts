import type { CellValue, Choice, ChoiceColor, Field, FieldShape } from "@weft/model/fields/field";
import type { GridRow, RowTint } from "../src/grid/row-source.ts";

const first = "Ada Grace Alan Edsger Barbara Donald Radia Tim Margaret Ken Hedy Linus Katherine Dennis Frances".split(
  " ",
);
const last = "Lovelace Hopper Turing Dijkstra Liskov Knuth Perlman Lee Hamilton Thompson Lamarr Allen Johnson".split(
  " ",
);
const cities = "Lisbon Nairobi Kyoto Montréal Tromsø Valparaíso Gdańsk Hà_Nội Zürich Accra Reykjavík".replaceAll(
  "_",
  " ",
);
const places = cities.split(/ (?!Nội)/);
const stages: Choice[] = [
  { name: "New", color: "gray" },
  { name: "In review", color: "yellow" },
  { name: "Accepted", color: "green" },
  { name: "On hold", color: "orange" },
  { name: "Rejected", color: "red" },
  { name: "Archived", color: "purple" },
];
const teams: Choice[] = [
  { name: "Field north", color: "blue" },
  { name: "Field south", color: "teal" },
  { name: "Laboratory", color: "pink" },
  { name: "Archive", color: "brown" },
];

/** A number in [0, 1) that is always the same for a row and a column, and looks random. */
function chance(row: number, column: number): number {
  let x = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(column + 7, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

type Make = (row: number, at: number) => CellValue;
const pick = <T>(list: readonly T[], share: number): T => list[Math.floor(share * list.length)]!;
const momentOf = (share: number) => new Date(1.6e12 + share * 1.5e11).toISOString();
const days = Array.from({ length: 1736 }, (_, at) => momentOf(at / 1736).slice(0, 10));

const columns: [string, FieldShape, Make][] = [
  ["Name", { type: "text", options: {} }, (row) => `${pick(first, chance(row, 90))} ${pick(last, chance(row, 91))}`],
  ["Stage", { type: "choice", options: { choices: stages } }, (_, at) => pick(stages, at).name],
  ["Amount", { type: "number", options: { decimals: 2 } }, (_, at) => Math.round(at * 1e7) / 100],
  ["Received", { type: "date", options: {} }, (_, at) => pick(days, at)],
  ["Paid", { type: "boolean", options: {} }, (_, at) => at > 0.4],
  ["Place", { type: "text", options: {} }, (_, at) => pick(places, at)],
  ["E-mail", { type: "email", options: {} }, (row) => `${pick(first, chance(row, 90)).toLowerCase()}@example.org`],
  ["Web page", { type: "url", options: {} }, (row) => `https://example.org/samples/${row + 1}`],
  ["Team", { type: "choice", options: { choices: teams } }, (_, at) => pick(teams, at).name],
  ["Measured", { type: "datetime", options: { zoned: true } }, (_, at) => momentOf(at)],
  ["Exact", { type: "number", options: { decimals: null } }, (row) => `${row + 1}2345678901234567.89`],
  ["Notes", { type: "long_text", options: {} }, (row, at) => `Sample ${row + 1}, seen by ${pick(first, at)}.\nDry.`],
  ["Reading", { type: "json", options: {} }, (row, at) => ({ probe: row % 16, ph: Math.round(at * 140) / 10 })],
];

/** Thirty fields: those above, and numbers to make the table as wide as tables are. */
export const fields: Field[] = Array.from({ length: 30 }, (_, at) => {
  const shape = columns[at]?.[1] ?? { type: "number" as const, options: { decimals: at % 3 === 0 ? 0 : 3 } };
  return { ...shape, id: `fld${at}`, name: columns[at]?.[0] ?? `Value ${at - columns.length + 1}`, description: null };
});

/** A cell of as many rows as one likes, made when it is looked at. */
export function cellAt(row: number, column: number): CellValue {
  const share = chance(row, column);
  if (column > 1 && share > 0.94) return null;
  const make = columns[column]?.[2];
  if (make) return make(row, share);
  return column % 3 === 0 ? Math.round(share * 10_000) : Math.round(share * 1e6) / 1000;
}

const rightToLeft = ["ليلى حداد", "נועה כהן", "كريم منصور", "דוד לוי", "שִׁירָה בֶּן־חַיִּים", "رَنَا يُوسُف"];
const mixed = [
  "👩‍🔬 مختبر North",
  "🇳🇴 Tromsø נמל",
  "Zü\u0308rich ⚗️",
  "חיפה (Haifa)",
  "القاهرة ١٢",
  "e\u0301te\u0301 🏖️",
];

/** The same rows with texts from right to left, mixed ones, emoji of several signs and combining marks. */
export function rightToLeftCellAt(row: number, column: number): CellValue {
  const { name } = fields[column]!;
  if (name === "Name") return pick(rightToLeft, chance(row, 92));
  if (name === "Place") return pick(mixed, chance(row, column));
  if (name === "Notes") return `${pick(mixed, chance(row, 93))}\n${pick(rightToLeft, chance(row, 94))} – ${row + 1}`;
  return cellAt(row, column);
}

const colorOf = new Map<CellValue, ChoiceColor>([
  ["Accepted", "green"],
  ["On hold", "yellow"],
  ["Rejected", "red"],
]);

function tintBy(isWhole: boolean): (row: GridRow) => RowTint | null {
  const column = fields.findIndex(({ name }) => name === "Stage");
  return ({ cells }) => {
    const color = colorOf.get(cells[column] ?? null);
    return color ? { color, isWhole } : null;
  };
}

/** The colours that rules give rows, by their stage. */
export const tints = { none: () => null, stripe: tintBy(false), whole: tintBy(true) };
