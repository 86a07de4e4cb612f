import type { ColumnReading } from "@weft/api/import-shapes";
import type { FieldType } from "@weft/model/fields/field";
import { useText } from "../../composables/useText.ts";

export const fieldTypeIcons: Record<FieldType, string> = {
  text: "i-lucide-type",
  long_text: "i-lucide-text",
  number: "i-lucide-hash",
  boolean: "i-lucide-square-check",
  date: "i-lucide-calendar",
  datetime: "i-lucide-calendar-clock",
  choice: "i-lucide-circle-chevron-down",
  url: "i-lucide-link",
  email: "i-lucide-at-sign",
  json: "i-lucide-braces",
};

/** How a person would name a way of reading a column: `Date, day first`. */
export function useReadingName() {
  const { t } = useText();

  function typeName({ shape }: ColumnReading): string {
    if (shape.type === "number" && shape.options.decimals === 0) return t("imports.types.whole");
    return t(`imports.types.${shape.type}`);
  }

  function detailName({ shape, dateOrder, decimalMark }: ColumnReading): string {
    if (shape.type === "number" && shape.options.decimals !== 0)
      return [
        decimalMark === "," ? t("imports.decimalComma") : t("imports.decimalPoint"),
        ...(shape.options.decimals === null ? [] : [t("imports.countDecimals", { count: shape.options.decimals })]),
      ].join(", ");
    if (shape.type === "date") return t(`imports.dateOrders.${dateOrder}`);
    if (shape.type !== "datetime") return "";
    const order = t(`imports.dateOrders.${dateOrder}`);
    return shape.options.zoned ? `${order}, ${t("imports.zoned")}` : order;
  }

  return { typeName, detailName };
}
