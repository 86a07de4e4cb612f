import { Problem } from "@weft/api/problems";
import { computed, ref } from "vue";
import { useProblemText } from "./useProblemText.ts";

/** What went wrong with a form's last sending: faults at their fields, the rest as one sentence. */
export function useFaults(fields: readonly string[]) {
  const problemText = useProblemText();
  const problem = ref<unknown>(null);
  const isSending = ref(false);

  const byField = computed<Record<string, string | undefined>>(() => {
    if (!(problem.value instanceof Problem)) return {};
    return Object.fromEntries(
      problem.value.issues.map(({ path, message }) => [path.replace(/^body\.|^\//, ""), message]),
    );
  });
  const general = computed(() => {
    if (problem.value === null || fields.some((field) => byField.value[field])) return null;
    return problemText(problem.value);
  });

  /** Sends; answers whether it went well. Faults of the previous sending go away first. */
  async function send(action: () => Promise<unknown>): Promise<boolean> {
    if (isSending.value) return false;
    problem.value = null;
    isSending.value = true;
    try {
      await action();
      return true;
    } catch (error) {
      problem.value = error;
      return false;
    } finally {
      isSending.value = false;
    }
  }

  return { byField, general, isSending, send };
}
