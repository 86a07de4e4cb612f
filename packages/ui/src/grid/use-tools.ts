import { nextTick, shallowRef } from "vue";

/** A question with answers to choose from; the first is the one Enter gives. */
export interface Question {
  title: string;
  text: string;
  answers: { key: string; label: string }[];
  /** What it is about, line by line; can be copied. */
  list?: { head: readonly string[]; lines: readonly (readonly string[])[] };
}

/** What stands open over or beside the grid; each is loaded when it is first wanted. */
export type Tool =
  | { kind: "question"; question: Question; answer(key: string | null): void }
  | { kind: "row_number" }
  | { kind: "move_rows" }
  | { kind: "replace" };

/** Which tool is open: one at a time. */
export function useTools(options: { onClosed(): void }) {
  const tool = shallowRef<Tool | null>(null);

  function open(kind: "row_number" | "move_rows" | "replace"): void {
    close(false);
    tool.value = { kind };
  }

  function close(isDone = true): void {
    const now = tool.value;
    tool.value = null;
    if (now?.kind === "question") now.answer(null);
    if (isDone) giveBack();
  }

  /** A window that is still open keeps the keyboard: what is behind it gets it when the window has gone. */
  function giveBack(): void {
    void nextTick(() => options.onClosed());
  }

  /** The key of the chosen answer, null when the person wants none of it. */
  function ask(question: Question): Promise<string | null> {
    close(false);
    return new Promise((resolve) => {
      const answer = (key: string | null): void => {
        tool.value = null;
        resolve(key);
        giveBack();
      };
      tool.value = { kind: "question", question, answer };
    });
  }

  return { tool, open, close, ask };
}
