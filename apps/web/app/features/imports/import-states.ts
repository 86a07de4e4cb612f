import type { ImportState } from "@weft/api/import-shapes";

interface StateLook {
  icon: string;
  /** Class of the text colour. */
  tone: string;
  /** Whether work goes on that will bring another state by itself. */
  isActive: boolean;
}

/** How each state of an import looks. */
export const importStateLooks: Record<ImportState, StateLook> = {
  waiting: { icon: "i-lucide-clock", tone: "text-muted", isActive: true },
  fetching: { icon: "i-lucide-loader-circle", tone: "text-primary", isActive: true },
  analysing: { icon: "i-lucide-loader-circle", tone: "text-primary", isActive: true },
  ready: { icon: "i-lucide-circle-dot", tone: "text-primary", isActive: false },
  loading: { icon: "i-lucide-loader-circle", tone: "text-primary", isActive: true },
  done: { icon: "i-lucide-circle-check", tone: "text-success", isActive: false },
  failed: { icon: "i-lucide-circle-x", tone: "text-error", isActive: false },
  cancelled: { icon: "i-lucide-circle-slash", tone: "text-dimmed", isActive: false },
  undone: { icon: "i-lucide-undo-2", tone: "text-dimmed", isActive: false },
};
