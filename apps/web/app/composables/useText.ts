import { computed } from "vue";
import { onNuxtReady, useCookie, useNuxtApp, useState } from "#imports";
import type { Language } from "@weft/model/texts/phrase";
import type { TextKey } from "../language/messages.ts";
import { localeOf } from "../language/languages.ts";
import { say } from "../language/say.ts";
import { useSession } from "./useSession.ts";

const stepsOfAge: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Words, numbers and dates as this person reads them. */
export function useText() {
  const { me } = useSession();
  const { $texts, $chooseLanguage } = useNuxtApp();
  const language = useState<Language>("language");
  const regions = useState<string[]>("regions", () => []);
  /** The language as it is written where the person lives: British dates for British English. */
  const locale = computed(() => localeOf(language.value, regions.value));
  const cookie = useCookie<string | null>("weft-zone", { maxAge: 365 * 24 * 3600, sameSite: "lax" });
  const browserZone = useState("zone", () => cookie.value ?? null);
  // A page that the server wrote before it knew the zone keeps its hours until it has come alive.
  if (import.meta.client && browserZone.value === null) onNuxtReady(rememberZone);
  const timeZone = computed(() => me.value?.timeZone ?? browserZone.value ?? "UTC");

  function rememberZone(): void {
    browserZone.value = cookie.value ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  /** Numbers among the values are written in the person's way; `count` also chooses singular or plural. */
  function t(key: TextKey, values: Record<string, string | number> = {}): string {
    const written = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" ? number(value) : value,
    ]);
    const count = typeof values.count === "number" ? values.count : 1;
    return say($texts.value, language.value, key, Object.fromEntries(written), count);
  }

  function number(value: number, options?: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(locale.value, options).format(value);
  }

  function date(
    at: string | number,
    options: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short" },
  ) {
    return new Intl.DateTimeFormat(locale.value, { ...options, timeZone: timeZone.value }).format(new Date(at));
  }

  /** `2 hours ago` up to a week back, the date before that. */
  function ago(at: string, nowMs: number): string {
    const seconds = (Date.parse(at) - nowMs) / 1000;
    if (seconds < -7 * 86_400) return date(at, { dateStyle: "medium" });
    const relative = new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" });
    for (const [unit, size] of stepsOfAge) {
      if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
    }
    return relative.format(0, "second");
  }

  /** Bytes in the largest decimal unit that leaves at least 1. */
  function bytes(size: number): string {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
    const step = Math.min(units.length - 1, size < 1000 ? 0 : Math.floor(Math.log10(size) / 3));
    const maximumFractionDigits = step === 0 ? 0 : 1;
    return number(size / 1000 ** step, {
      style: "unit",
      unit: units[step],
      // Whole words for bytes: the short form of English knows no plural.
      unitDisplay: step === 0 ? "long" : "short",
      maximumFractionDigits,
    });
  }

  /** Seconds as `1 min 20 s`. */
  function duration(seconds: number): string {
    const whole = Math.max(0, Math.round(seconds));
    const unit = (value: number, name: string) => number(value, { style: "unit", unit: name, unitDisplay: "short" });
    if (seconds < 10)
      return number(seconds, { style: "unit", unit: "second", unitDisplay: "short", maximumFractionDigits: 1 });
    if (whole < 60) return unit(whole, "second");
    if (whole < 3600) return `${unit(Math.floor(whole / 60), "minute")} ${unit(whole % 60, "second")}`;
    return `${unit(Math.floor(whole / 3600), "hour")} ${unit(Math.floor((whole % 3600) / 60), "minute")}`;
  }

  /** Milliseconds as such below a second, else as a duration. */
  function milliseconds(value: number): string {
    if (value >= 1000) return duration(value / 1000);
    return number(value, { style: "unit", unit: "millisecond", maximumFractionDigits: value < 10 ? 1 : 0 });
  }

  return {
    t,
    number,
    date,
    ago,
    bytes,
    duration,
    milliseconds,
    language,
    locale,
    timeZone,
    chooseLanguage: $chooseLanguage,
  };
}
