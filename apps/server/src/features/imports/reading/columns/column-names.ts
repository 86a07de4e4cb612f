import { limits } from "@weft/model/fields/field";

export interface ColumnName {
  /** As it stands in the file. */
  header: string;
  name: string;
  isEmpty: boolean;
  isDuplicate: boolean;
}

/** Names for `width` columns from the header rows: joined where there are several, trimmed, never empty, never twice (case does not tell names apart). */
export function makeNames(headerRows: (string | null)[][], width: number): ColumnName[] {
  const taken = new Set<string>();
  const filled = headerRows.map((row, index) => (index < headerRows.length - 1 ? fillForward(row, width) : row));
  const headers = Array.from({ length: width }, (_, column) => joinParts(filled.map((row) => row[column] ?? "")));
  const own = new Set(headers.map((header) => tidy(header).toLowerCase()));
  return headers.map((header, column) => {
    const tidied = tidy(header);
    const base = tidied === "" ? `Column ${column + 1}` : tidied;
    let name = base;
    const isDuplicate = taken.has(base.toLowerCase());
    for (let n = 2; taken.has(name.toLowerCase()) || (n > 2 && own.has(name.toLowerCase())); n++) name = `${base} ${n}`;
    taken.add(name.toLowerCase());
    return { header, name, isEmpty: tidied === "", isDuplicate: isDuplicate && tidied !== "" };
  });
}

function tidy(header: string): string {
  const text = header
    .replaceAll("\0", " ")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return [...text]
    .slice(0, limits.nameLengthMax - 5)
    .join("")
    .trim();
}

/** Upper rows of a header name groups: a name holds for the empty cells right of it. */
function fillForward(row: (string | null)[], width: number): string[] {
  let last = "";
  return Array.from({ length: width }, (_, column) => {
    const text = (row[column] ?? "").trim();
    if (text !== "") last = text;
    return last;
  });
}

function joinParts(parts: string[]): string {
  const different = parts
    .map((part) => part.trim())
    .filter((part, index, all) => part !== "" && part !== all[index - 1]);
  return parts.length === 1 ? parts[0]! : different.join(" ");
}
