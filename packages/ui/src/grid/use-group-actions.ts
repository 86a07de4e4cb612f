import type { Sort } from "@weft/model/filter";
import type { ComputedRef } from "vue";
import { computed, nextTick, watch } from "vue";
import type { Writing } from "./cells/read-cell.ts";
import type { GroupHeader } from "./group-lines.ts";
import { moveSelection } from "./group-lines.ts";
import { groupName } from "./group-name.ts";
import type { Command } from "./keys.ts";
import type { RowSource } from "./row-source.ts";
import type { Cell, Selection } from "./selection.ts";
import type { GridTexts } from "./texts.ts";
import { fillText } from "./texts.ts";
import type { useGroups } from "./use-groups.ts";

export interface GroupActionsOptions {
  groups: ReturnType<typeof useGroups>;
  selection: ComputedRef<Selection | null>;
  active: ComputedRef<Cell | null>;
  select(selection: Selection, isShown: boolean): void;
  selectCell(cell: Cell): void;
  /** The row that was added does not stand in its group. */
  onElsewhere(): void;
  onFault(error: unknown): void;
  focus(): void;
  source: () => RowSource;
  group: () => readonly Sort[];
  writing: ComputedRef<Writing>;
  texts: () => GridTexts;
  /** Tells a reader of the screen. */
  say(text: string): void;
}

/** What a person does with groups, and how the selection stays on its row when groups open, close or change. */
export function useGroupActions(options: GroupActionsOptions) {
  const { groups, selection, active, select, selectCell, onElsewhere, onFault, focus } = options;

  watch(groups.lines, (now, before) => {
    if (selection.value && groups.isGrouped.value) select(moveSelection(selection.value, before, now), false);
  });

  watch(groups.toggled, (header) => {
    const field = options.source().fields.find(({ id }) => id === options.group()[header?.level ?? 0]?.field);
    if (!header || !field) return;
    const { groupOpened, groupClosed } = options.texts().figures;
    const name = groupName(header.keys.at(-1) ?? null, field, options.writing.value, options.texts());
    options.say(fillText(header.isOpen ? groupOpened : groupClosed, { name, rows: header.rows }));
  });

  /** Keys on the header of a group; false where a key is not its own. */
  function press(command: Command): boolean {
    const cell = active.value;
    const line = cell ? groups.press(command, cell.row) : undefined;
    if (!cell || line === undefined) return false;
    // What has opened or closed is laid out first.
    void nextTick(() => selectCell({ row: line, column: cell.column }));
    return true;
  }

  /** Adds a row to a group and goes there. */
  async function add(header: GroupHeader): Promise<void> {
    try {
      const line = await groups.addTo(header);
      if (line === undefined) onElsewhere();
      else selectCell({ row: line, column: 0 });
      focus();
    } catch (error) {
      onFault(error);
    }
  }

  /** Goes to the header on a line. */
  function goTo(line: number): void {
    selectCell({ row: line, column: 0 });
    focus();
  }

  /** The selection as it is framed: a header marks itself. */
  const framed = computed(() => {
    const { anchor, extent } = selection.value ?? {};
    return anchor && anchor.row === extent?.row && groups.lines.value.headerAt(anchor.row) ? null : selection.value;
  });

  return { press, add, goTo, framed };
}
