import type { Component } from "vue";
import type { EditorKind } from "../cells/cell-types.ts";
import ChoiceEditor from "./ChoiceEditor.vue";
import DateEditor from "./DateEditor.vue";
import LineEditor from "./LineEditor.vue";
import LinesEditor from "./LinesEditor.vue";

/** The component that edits each kind of cell; `toggle` cells change without one. */
export const cellEditors: Record<Exclude<EditorKind, "toggle">, Component> = {
  line: LineEditor,
  lines: LinesEditor,
  json: LinesEditor,
  date: DateEditor,
  choice: ChoiceEditor,
};
