import type { HandIn, SubmissionStep } from "@weft/api/hand-in-shapes";
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

  return { day, period, stepText };
}
