import type { HandIn, HandInReading, SubmissionStep } from "@weft/api/hand-in-shapes";
import { useText } from "../../composables/useText.ts";

/** How people say days, periods and what happened. */
export function useHandInWords() {
  const { t, locale } = useText();

  /** A day as people write it; a day has no hours, so no zone moves it. */
  function day(date: string): string {
    return new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(date));
  }

  function period({ period, weeks }: Pick<HandIn, "period" | "weeks">): string {
    if (period === "weeks") return t("handIns.everyWeeks", { count: weeks });
    return t(`handIns.periods.${period}`);
  }

  function stepText({ kind, by, fileName }: SubmissionStep): string {
    return t(`handIns.steps.${kind}`, { who: by ?? t("handIns.somebody"), file: fileName ?? "" });
  }

  /** What is said of how files are read, or nothing. */
  function howRead({ separator, dateOrder, decimalMark }: HandInReading): string {
    const said = [
      ...(separator === null ? [] : [t("handIns.separatedBy", { separator: separatorName(separator) })]),
      ...(dateOrder === null ? [] : [t("handIns.datesAre", { order: t(`imports.dateOrders.${dateOrder}`) })]),
      ...(decimalMark === null ? [] : [t(decimalMark === "," ? "imports.decimalComma" : "imports.decimalPoint")]),
    ];
    return said.length === 0 ? "" : t("handIns.csvIsRead", { how: said.join(", ") });
  }

  function separatorName(separator: string): string {
    const key = ({ ",": "comma", ";": "semicolon", "|": "pipe", "\t": "tab" } as const)[separator];
    return key ? t(`imports.separators.${key}`) : separator;
  }

  return { day, period, stepText, howRead };
}
