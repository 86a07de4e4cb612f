import { useToast } from "#imports";
import { useProblemText } from "./useProblemText.ts";
import { useText } from "./useText.ts";

/** Tells in a toast what has happened: that it is done (with a way back, where there is one), or why not. */
export function useReport() {
  const toast = useToast();
  const { t } = useText();
  const problemText = useProblemText();

  function done(title: string, undo?: () => Promise<unknown>): void {
    const added = toast.add({
      title,
      icon: "i-lucide-check",
      color: "neutral",
      duration: undo ? 10_000 : 3000,
      actions: undo
        ? [
            {
              label: t("common.undo"),
              color: "neutral",
              variant: "outline",
              onClick: () => {
                toast.remove(added.id);
                void attempt(undo);
              },
            },
          ]
        : [],
    });
  }

  function failed(error: unknown): void {
    const description = problemText(error);
    toast.add({
      title: t("common.failed"),
      description,
      icon: "i-lucide-circle-alert",
      color: "error",
      duration: 10_000,
    });
  }

  /** Runs an action; a failure becomes a toast. Answers whether it went well. */
  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  }

  return { done, failed, attempt };
}
