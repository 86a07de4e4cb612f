import type { Sort } from "@weft/model/filter";
import type { RowGroup } from "@weft/model/groups";
import type { SummaryValues } from "@weft/model/summaries";
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from "vue";
import { pathOf } from "./group-lines.ts";
import type { RowSource, WantedFigures } from "./row-source.ts";

export interface FiguresOptions {
  source: () => RowSource;
  group: () => readonly Sort[];
  footers: () => WantedFigures;
  /** Rows have come to stand in other groups than they were read in. */
  onRegrouped(): void;
  onFault(error: unknown): void;
}

/** Groups as they were read, with the figures of those that hold groups. */
export interface Grouping {
  groups: RowGroup[];
  outer: Map<string, SummaryValues>;
}

/** Edits come in bursts: what follows from them is asked for when they rest, at the latest after `latestMs`. */
const restMs = 300;
const latestMs = 2000;

/** The groups and footers of a table, beside its rows, which never wait for them; kept in step with edits a moment later. */
export function useFigures({ source, group, footers, onRegrouped, onFault }: FiguresOptions) {
  const grouping = shallowRef<Grouping | null>(null);
  const totals = shallowRef<SummaryValues>({});
  const isStale = ref(false);
  const isMounted = ref(false);
  let reading: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingSince = 0;
  let unsubscribe: (() => void) | undefined;

  async function readGrouping(by: readonly Sort[], signal: AbortSignal): Promise<Grouping | null> {
    const from = source();
    if (by.length === 0 || !from.groups) return null;
    // Bars are for whole columns.
    const wanted = Object.fromEntries(Object.entries(footers()).filter(([, kind]) => kind !== "histogram"));
    const levels = Object.keys(wanted).length > 0 ? by.length : 1;
    const read = [by, ...Array.from({ length: levels - 1 }, (_, at) => by.slice(0, at + 1))];
    const [groups, ...above] = await Promise.all(read.map((by) => from.groups!(by, wanted, signal)));
    const outer = new Map(above.flat().map(({ keys, values }) => [pathOf(keys), values ?? {}]));
    return { groups: groups ?? [], outer };
  }

  async function load(): Promise<void> {
    clearTimeout(timer);
    waitingSince = 0;
    reading?.abort();
    const { signal } = (reading = new AbortController());
    const from = source();
    const totalling = Object.keys(footers()).length > 0 && from.summaries ? from.summaries(footers(), signal) : {};
    const results = await Promise.allSettled([readGrouping(group(), signal), totalling]);
    if (signal.aborted) return;
    const [grouped, figures] = results;
    const before = grouping.value && placesOf(grouping.value);
    grouping.value = grouped.status === "fulfilled" ? grouped.value : null;
    totals.value = figures.status === "fulfilled" ? figures.value : {};
    isStale.value = false;
    const failed = results.find((result) => result.status === "rejected");
    if (failed) onFault(failed.reason);
    else if (before && grouping.value && placesOf(grouping.value) !== before) onRegrouped();
  }

  /** Reads anew when edits rest; nothing where nothing is shown. */
  function schedule(): void {
    if (!isMounted.value || (group().length === 0 && Object.keys(footers()).length === 0)) return;
    isStale.value = true;
    waitingSince ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => void load(), Math.max(0, Math.min(restMs, waitingSince + latestMs - Date.now())));
  }

  function follow(from: RowSource): void {
    unsubscribe?.();
    unsubscribe = from.subscribe(({ type }) => (type === "rows" || type === "cells") && schedule());
  }

  watch([source, () => JSON.stringify([group(), footers()]), isMounted], ([from, wanted], [, wantedBefore]) => {
    if (!isMounted.value) return;
    follow(from);
    if (wanted !== wantedBefore) grouping.value = isSameGroup(wanted, wantedBefore) ? grouping.value : null;
    void load();
  });
  onMounted(() => (isMounted.value = true));
  onBeforeUnmount(() => {
    unsubscribe?.();
    clearTimeout(timer);
    reading?.abort();
  });

  return { grouping, totals, isStale, schedule, load };
}

function isSameGroup(wanted: string, before: string | undefined): boolean {
  const groupOf = (text: string) => JSON.stringify((JSON.parse(text) as unknown[])[0]);
  return before !== undefined && groupOf(wanted) === groupOf(before);
}

function placesOf({ groups }: Grouping): string {
  return JSON.stringify(groups.map(({ keys, rows }) => [keys, rows]));
}
