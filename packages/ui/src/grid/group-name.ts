import type { CellValue, Field } from "@weft/model/fields/field";
import type { Writing } from "./cells/read-cell.ts";
import { cellText } from "./figure-text.ts";
import type { GridTexts } from "./texts.ts";

/** The field of a group's key: moments are grouped by their day. */
export function keyFieldOf(field: Field): Field {
  return field.type === "datetime" ? { ...field, type: "date", options: {} } : field;
}

/** What the rows of a group have in common, in words. */
export function groupName(key: CellValue, field: Field, writing: Writing, texts: GridTexts): string {
  if (key === null) return texts.figures.emptyKey;
  if (key === "") return texts.figures.blankKey;
  if (field.type === "boolean") return key === true ? texts.yes : texts.no;
  return cellText(key, keyFieldOf(field), writing);
}
