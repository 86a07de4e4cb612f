import type { Field } from "@weft/model/fields/field";
import { useToast } from "#imports";
import { useText } from "../../composables/useText.ts";
import type { LookPart, Misfit } from "./fit-look.ts";

/** Says which parts of the look were given up, and because of which fields; `before` are the fields as they were. */
export function useMisfitNotice(before: () => readonly Field[]) {
  const { t, language } = useText();
  const toast = useToast();

  function lineOf(fieldId: string, parts: readonly LookPart[], now: readonly Field[]): string {
    const said = [...new Set(parts)].map((part) => t(`table.lookParts.${part}`));
    const list = new Intl.ListFormat(language.value).format(said);
    const retyped = now.find(({ id, name }) => id === fieldId || name === fieldId);
    if (retyped) return t("table.misfitRetyped", { field: retyped.name, parts: list });
    const gone = before().find(({ id, name }) => id === fieldId || name === fieldId);
    return gone
      ? t("table.misfitDeleted", { field: gone.name, parts: list })
      : t("table.misfitUnknown", { parts: list });
  }

  return function tell(misfits: readonly Misfit[], now: readonly Field[]): void {
    const byField = Map.groupBy(misfits, ({ fieldId }) => fieldId);
    const lines = [...byField].map(([fieldId, own]) =>
      lineOf(
        fieldId,
        own.map(({ part }) => part),
        now,
      ),
    );
    toast.add({
      title: t("table.misfitTitle"),
      description: lines.join(" "),
      icon: "i-lucide-filter-x",
      color: "warning",
      duration: 0,
    });
  };
}
