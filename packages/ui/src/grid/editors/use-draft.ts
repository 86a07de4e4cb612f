import type { CellValue, Field } from "@weft/model/fields/field";
import { computed, ref, watch } from "vue";
import type { Writing } from "../cells/read-cell.ts";
import { readCell } from "../cells/read-cell.ts";
import { isComposing } from "../keys.ts";
import type { GridTexts } from "../texts.ts";

/** Where the active cell goes when an editor closes. */
export type AfterEdit = "down" | "up" | "right" | "left" | "stay";

/** What every cell editor is given. */
export interface EditorProps {
  field: Field;
  /** The cell as text, or the first character typed over it. */
  text: string;
  /** The cell was typed over: the caret goes to the end, arrows leave the editor. */
  isTyped: boolean;
  writing: Writing;
  texts: GridTexts;
}

/** What every cell editor says, once: a value, or that the cell stays as it was. */
export interface EditorEmits {
  /** Undefined when nothing was typed: what is shown may be less than what the cell holds. */
  commit: [value: CellValue | undefined, after: AfterEdit];
  cancel: [];
}

/** The text being edited, at first `shown`, its faults as one types, and the keys that every editor shares. */
export function useDraft(
  props: EditorProps,
  emit: {
    (event: "commit", value: CellValue | undefined, after: AfterEdit): void;
    (event: "cancel"): void;
  },
  shown = props.text,
) {
  const draft = ref(shown);
  /** A composition that was begun and given up leaves the cell as it was; one that was typed and deleted empties it. */
  const isTouched = ref(props.isTyped && shown !== "");
  watch(draft, () => (isTouched.value ||= props.isTyped), { flush: "sync" });
  const isUntouched = computed(() => !isTouched.value && draft.value === shown);
  const reading = computed(() => readCell(draft.value, props.field, props.writing));
  const fault = computed(() =>
    reading.value.fault && !isUntouched.value ? props.texts.faults[reading.value.fault] : undefined,
  );
  /** What a reader of the screen is told of the input. */
  const spoken = computed(() => ({
    "aria-label": props.field.name,
    "aria-invalid": fault.value !== undefined,
    "aria-describedby": fault.value ? "wg-fault" : undefined,
  }));
  let isDone = false;

  function commit(after: AfterEdit): void {
    if (isDone || fault.value) return;
    isDone = true;
    emit("commit", isUntouched.value ? undefined : reading.value.value, after);
  }

  function cancel(): void {
    if (isDone) return;
    isDone = true;
    emit("cancel");
  }

  /** Enter, Tab and Escape end the edit; with `isLong`, Enter alone is a line break. */
  function onKeydown(event: KeyboardEvent, isLong = false): void {
    event.stopPropagation();
    if (isComposing(event)) return;
    if (event.key === "Escape") cancel();
    else if (event.key === "Tab") commit(event.shiftKey ? "left" : "right");
    else if (event.key === "Enter" && (!isLong || event.ctrlKey || event.metaKey))
      commit(event.shiftKey ? "up" : isLong ? "stay" : "down");
    else return;
    event.preventDefault();
  }

  /** Going elsewhere keeps what is right and gives up what is not. */
  function onFocusout(event: FocusEvent): void {
    const root = event.currentTarget as HTMLElement;
    if (event.relatedTarget instanceof Node && root.contains(event.relatedTarget)) return;
    if (fault.value) cancel();
    else commit("stay");
  }

  return { draft, fault, spoken, commit, cancel, onKeydown, onFocusout };
}

/** For `v-focus`: puts the caret at the end; everything is selected unless the cell was typed over. */
export function focusEditor(element: HTMLInputElement | HTMLTextAreaElement | null, isTyped: boolean): void {
  if (!element) return;
  element.focus({ preventScroll: true });
  if (isTyped) element.setSelectionRange(element.value.length, element.value.length);
  else element.select();
}
