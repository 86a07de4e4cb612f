import type { CellValue } from "@weft/model/fields/field";
import type { Sort } from "@weft/model/filter";
import type { ComputedRef } from "vue";
import { computed, ref, shallowRef, watch } from "vue";
import { instantOf } from "@weft/model/values/wall-clock";
import type { GroupHeader } from "./group-lines.ts";
import { allPaths, layGroups, pathOf, plainLines } from "./group-lines.ts";
import type { Command } from "./keys.ts";
import { overLines } from "./line-window.ts";
import type { RowSource, WantedFigures } from "./row-source.ts";
import type { ShownRow } from "./row-window.ts";
import { useFigures } from "./use-figures.ts";
import type { useRows } from "./use-rows.ts";

export interface GroupsOptions {
  base: ReturnType<typeof useRows>;
  source: () => RowSource;
  group: () => readonly Sort[];
  footers: () => WantedFigures;
  timeZone: () => string;
  onFault(error: unknown): void;
}

/** Rows in groups that open and close. Places are lines from here on: headers and the rows of open groups. */
export function useGroups({ base, source, group, footers, timeZone, onFault }: GroupsOptions) {
  const closed = shallowRef<ReadonlySet<string>>(new Set());
  /** The group that was opened or closed last. */
  const toggled = shallowRef<GroupHeader | null>(null);
  const onRegrouped = () => base.rows.value.refresh();
  const figures = useFigures({ source, group, footers, onRegrouped, onFault });
  const { grouping, schedule } = figures;
  const lines = computed(() =>
    grouping.value && group().length > 0
      ? layGroups(grouping.value.groups, closed.value, grouping.value.outer)
      : plainLines(base.count.value.rows),
  );
  const isGrouped = computed(() => grouping.value !== null && group().length > 0);
  /** Counts writes of this grid, for what is worked out from cells. */
  const writes = ref(0);
  function onWritten(): void {
    writes.value += 1;
    schedule();
  }
  const over = () => overLines(base.rows.value, () => lines.value, onWritten);
  const rows = shallowRef(over());
  watch(base.rows, () => (rows.value = over()));
  watch(
    () => JSON.stringify(group().map(({ field }) => field)),
    () => (closed.value = new Set()),
  );
  const count = computed(() => (isGrouped.value ? { rows: lines.value.count, exact: true } : base.count.value));

  function rowAt(line: number): ShownRow | undefined {
    const row = lines.value.rowOf(line);
    return row === undefined ? undefined : base.rowAt(row);
  }

  /** Asks for the rows in sight whenever they change, once in a browser. */
  function follow(first: ComputedRef<number>, end: ComputedRef<number>): void {
    watch(
      [first, end, rows, lines, base.isReady],
      () => {
        if (base.isReady.value) rows.value.show(first.value, end.value);
      },
      { immediate: true },
    );
  }

  function toggle(header: GroupHeader): void {
    const next = new Set(closed.value);
    if (header.isOpen) next.add(header.path);
    else next.delete(header.path);
    closed.value = next;
    toggled.value = { ...header, isOpen: !header.isOpen };
  }

  /** Opens what hides a row of the list. */
  function reveal(row: number): void {
    let end = 0;
    const group = isGrouped.value ? grouping.value?.groups.find(({ rows }) => (end += rows) > row) : undefined;
    const paths = group?.keys.map((_, level) => pathOf(group.keys.slice(0, level + 1))) ?? [];
    if (paths.some((path) => closed.value.has(path)))
      closed.value = new Set([...closed.value].filter((path) => !paths.includes(path)));
  }

  const openAll = () => void (closed.value = new Set());
  const closeAll = () => void (closed.value = allPaths(grouping.value?.groups ?? []));

  /** What a key does on a header; undefined where it means what it means on rows, else the line to go to. */
  function press(command: Command, line: number): number | undefined {
    const header = lines.value.headerAt(line);
    if (!header) return undefined;
    if (command.do === "edit" || (command.do === "type" && command.text === " ")) toggle(header);
    else if (command.do === "type" || command.do === "compose" || command.do === "clear") return line;
    else if (command.do === "edge" && command.along === "row") (command.by < 0 ? closeAll : openAll)();
    else if (command.do !== "move" || command.extend) return undefined;
    else if (command.motion.toRow || command.motion.rows || command.motion.toColumn) return undefined;
    else if (command.motion.columns === -1 && !header.isOpen && header.level > 0)
      return lines.value.lineOfPath(pathOf(header.keys.slice(0, -1)));
    else if (command.motion.columns === (header.isOpen ? -1 : 1)) toggle(header);
    else if (!command.motion.columns) return undefined;
    return lines.value.lineOfPath(header.path) ?? lines.value.lineOf(header.row);
  }

  /** Adds a row with the cells a group has in common; gives the line it came to stand on, if that is where one looks for it. */
  async function addTo(header: GroupHeader): Promise<number | undefined> {
    const [added] = await source().insert([cellsOf(header)]);
    await figures.load();
    const group = grouping.value?.groups ?? [];
    let row = 0;
    for (const { keys, rows } of group) {
      row += rows;
      if (pathOf(keys) === header.path) break;
    }
    reveal(row - 1);
    const [held] = await source().range(row - 1, row, new AbortController().signal);
    return added && held?.id === added.id ? lines.value.lineOf(row - 1) : undefined;
  }

  function cellsOf({ keys }: GroupHeader): Record<string, CellValue> {
    const cells = group().map(({ field: id }, level) => {
      const field = source().fields.find((field) => field.id === id);
      const key = keys[level] ?? null;
      if (field?.type !== "datetime" || key === null) return [id, key];
      const midnight = `${String(key)}T00:00:00`;
      return [id, field.options.zoned ? instantOf(midnight, timeZone()) : midnight];
    });
    return Object.fromEntries(cells.filter(([, value]) => value !== null));
  }

  return {
    ...figures,
    lines,
    isGrouped,
    toggled,
    writes,
    rows,
    rowAt,
    count,
    follow,
    toggle,
    reveal,
    openAll,
    closeAll,
    press,
    addTo,
  };
}
