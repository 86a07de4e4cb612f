import type { Notice } from "@weft/api/notices";
import { useText } from "../../composables/useText.ts";

/** What a notice says, and the mark before it. */
export function useNoticeText() {
  const { t } = useText();

  function sentence({ kind, data }: Notice): string {
    const { name } = data;
    if (kind === "import.failed") return t("notices.importFailed", { name });
    if (kind === "export.done") return t("notices.exportDone", { name });
    if (kind === "export.failed") return t("notices.exportFailed", { name });
    const values = { name, table: data.tableName ?? name, count: data.loaded ?? 0 };
    return data.rejected
      ? t("notices.importDoneRejects", { ...values, rejected: data.rejected })
      : t("notices.importDone", values);
  }

  function icon({ kind, data }: Notice): { name: string; tone: string } {
    if (kind.endsWith("failed")) return { name: "i-lucide-circle-x", tone: "text-error" };
    if (data.rejected) return { name: "i-lucide-triangle-alert", tone: "text-warning" };
    return { name: "i-lucide-circle-check", tone: "text-success" };
  }

  return { sentence, icon };
}
