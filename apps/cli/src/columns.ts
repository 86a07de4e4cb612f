import type { JsonValue } from "@weft/model/fields/field";

/** A cell as a terminal shows it, on one line. */
export function cellText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(/\p{Cc}+/gu, " ");
}

/** Rows of text as aligned columns within `width` characters: the widest columns give way first, cut with `…`. */
export function alignColumns(header: string[], rows: string[][], isRight: boolean[], width: number): string[] {
  const widths = header.map((name, index) =>
    Math.max(lengthOf(name), ...rows.map((row) => lengthOf(row[index] ?? ""))),
  );
  shrink(widths, width - 2 * (header.length - 1));
  const line = (cells: string[]) =>
    cells
      .map((cell, index) => fit(cell, widths[index] as number, isRight[index] ?? false))
      .join("  ")
      .trimEnd();
  return [line(header), line(widths.map((length) => "─".repeat(length))), ...rows.map(line)];
}

function shrink(widths: number[], room: number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) - room;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= 6) return;
    widths[widths.indexOf(widest)] = widest - 1;
    over -= 1;
  }
}

function lengthOf(text: string): number {
  return [...text].length;
}

function fit(text: string, width: number, isRight: boolean): string {
  const letters = [...text];
  const cut = letters.length > width ? `${letters.slice(0, width - 1).join("")}…` : text;
  const space = " ".repeat(Math.max(0, width - lengthOf(cut)));
  return isRight ? space + cut : cut + space;
}
