import type { CellValue, Field } from "@weft/model/fields/field";
import type { Histogram, SummaryKind, SummaryValue } from "@weft/model/summaries";
import { displayOf } from "./cells/cell-types.ts";
import type { Writing } from "./cells/read-cell.ts";

/** Counts, which no field's own way of writing concerns. */
const counts = new Set<SummaryKind>(["count", "filled", "empty", "unique"]);

/** Whether a figure is drawn as bars. */
export function isHistogram(value: SummaryValue | undefined): value is Histogram {
  return typeof value === "object" && value !== null && ("bars" in value || "values" in value);
}

/** A figure as people read it; a dash where no cell is filled. */
export function figureText(kind: SummaryKind, value: SummaryValue | undefined, field: Field, writing: Writing): string {
  if (value === undefined || isHistogram(value)) return "";
  if (value === null) return "–";
  if (counts.has(kind)) return numberText(value, writing, 0);
  if (kind === "filled_share")
    return new Intl.NumberFormat(writing.locale, { style: "percent", maximumFractionDigits: 1 }).format(Number(value));
  if (kind === "range" && field.type !== "number") return spanText(Number(value), field, writing);
  if (kind === "min" || kind === "max") return cellText(value, field, writing);
  const decimals = field.type === "number" ? field.options.decimals : null;
  if (decimals === null) return numberText(value, writing, 6);
  // A mean says more than its cells do, always as much, so that those of groups stand in line.
  return kind === "mean"
    ? numberText(value, writing, decimals + 2, decimals + 2)
    : numberText(value, writing, decimals + 1, decimals);
}

/** A cell as text in one line. */
export function cellText(value: CellValue, field: Field, writing: Writing): string {
  const shown = displayOf(value, field, writing);
  if (shown.kind === "check") return String(value);
  return shown.kind === "empty" ? "" : shown.text;
}

function numberText(value: CellValue, { locale }: Writing, decimalsMax: number, decimalsMin = 0): string {
  const digits = { minimumFractionDigits: decimalsMin, maximumFractionDigits: decimalsMax };
  const format = new Intl.NumberFormat(locale, { ...digits, useGrouping: "min2" });
  return format.format(value as Intl.StringNumericLiteral);
}

/** Days; seconds of dates with time in the greatest units that say something. */
function spanText(span: number, field: Field, { locale }: Writing): string {
  const unit = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 }).format(
      value,
    );
  if (field.type === "date") return unit(span, "day");
  const [days, hours] = [Math.floor(span / 86_400), Math.floor((span % 86_400) / 3600)];
  if (days > 0) return hours > 0 && days < 100 ? `${unit(days, "day")} ${unit(hours, "hour")}` : unit(days, "day");
  const minutes = Math.floor((span % 3600) / 60);
  if (hours > 0) return `${unit(hours, "hour")} ${unit(minutes, "minute")}`;
  return minutes > 0 ? unit(minutes, "minute") : unit(span, "second");
}
