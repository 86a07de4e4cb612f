import type { Table } from "@weft/api/bases";
import { getTable } from "@weft/api/bases";
import type { Change } from "@weft/api/changes";
import { listChanges } from "@weft/api/changes";
import { roleMay } from "@weft/model/permissions";
import type { Role } from "@weft/model/permissions";
import { computed, nextTick, onBeforeUnmount, onMounted, ref, shallowRef, watch } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useLive } from "../../composables/useLive.ts";
import { useText } from "../../composables/useText.ts";
import { createChangeFeed } from "./change-feed.ts";
import type { FirstPage, Selection } from "./remote-source.ts";
import { createRemoteSource, readPage, whyWait } from "./remote-source.ts";
import type { Field } from "@weft/model/fields/field";
import type { Misfit } from "./fit-look.ts";
import { fitLook } from "./fit-look.ts";
import { useMisfitNotice } from "./useMisfitNotice.ts";
import { useKeptWrites } from "./useKeptWrites.ts";
import { useTableLook } from "./useTableLook.ts";
import { useUndo } from "./useUndo.ts";
import type { WaitReason } from "./write-queue.ts";
import { createWriteQueue } from "./write-queue.ts";

/** How a table's first page is read on the server: enough to fill a screen. */
export const firstRowsMax = 50;

export interface TableStart {
  table: Table;
  first: FirstPage;
  /** Why the first rows could not be read, such as a filter on a field that is gone. */
  fault: string | null;
}

/** One table on screen: its fields, rows, look, undo, and what others change meanwhile. */
export function useTable(start: TableStart, onGone: () => void) {
  const onMisfits = useMisfitNotice(() => table.value.fields);
  const api = useApi();
  const { timeZone } = useText();
  const tableId = start.table.id;
  const table = shallowRef(start.table);
  const fields = computed(() => table.value.fields);
  const { look, lost, change: changeLook, write: writeAddress } = useTableLook(fields);
  /** The same object until the choice of rows or their order changes. */
  const selection = computed<Selection>((before) => {
    const { filter, sort, isAllShown, group } = look.value;
    const search = isAllShown ? "" : look.value.search;
    const next = { filter, sort, search, group, zone: timeZone.value };
    return before && JSON.stringify(before) === JSON.stringify(next) ? before : next;
  });
  const waiting = ref(0);
  /** Why edits wait, once they do. */
  const waitReason = ref<WaitReason | null>(null);
  const queue = createWriteQueue({
    whyWait,
    onChange(count, why) {
      waiting.value = count;
      waitReason.value = why;
    },
  });
  const undo = useUndo({ tableId, queue, waiting, apply: (change) => apply(change) });
  const edits = useKeptWrites({
    tableId,
    fields,
    queue,
    seen: () => feed.held,
    onWaiting: () => source.value.tellWaiting(),
    onWritten(reply) {
      undo.remember(reply.change);
      source.value.take(reply);
    },
  });
  const source = shallowRef(makeSource(start.first));

  function onWritten(change: number, along?: readonly number[]): void {
    if (along) undo.extend(along, change);
    else undo.remember(change);
  }

  function makeSource(first: FirstPage) {
    const options = { api, tableId, queue, edits, onWritten };
    return createRemoteSource({ ...options, fields: fields.value, selection: selection.value, first });
  }

  let refreshing: Promise<void> | null = null;
  let isOutdated = false;

  /** Reads the table's shape anew, one reading after the other: of two at once the older answer could come last and stay. */
  function refreshTable(): Promise<void> {
    isOutdated = true;
    refreshing ??= refreshUntilCurrent();
    return refreshing;
  }

  async function refreshUntilCurrent(): Promise<void> {
    try {
      while (isOutdated) {
        isOutdated = false;
        await readShape();
      }
    } finally {
      refreshing = null;
    }
  }

  /** Reads the table's fields anew and, where they differ, the rows with them. */
  async function readShape(): Promise<void> {
    try {
      const next = await api.call(getTable, { params: { tableId } });
      const isSame = JSON.stringify(next.fields) === JSON.stringify(table.value.fields);
      if (isSame) {
        table.value = next;
        return;
      }
      dropMisfits(next.fields);
      const asked = selection.value;
      const first = await readPage(api, tableId, asked, { offset: 0, limit: firstRowsMax });
      table.value = next;
      const made = makeSource(first);
      source.value = made;
      // What came meanwhile was told to the former source only: once the grid follows the new one, it reads anew.
      await nextTick();
      if (feed.held > first.change || selection.value !== asked) made.refresh();
    } catch (error) {
      if (!whyWait(error)) onGone();
    }
  }

  /** A part of the look that names a field which is gone, or of another type now, goes with a word of it. */
  function dropMisfits(now: readonly Field[], lostBefore: readonly Misfit[] = []): void {
    const fitted = fitLook(look.value, now);
    const misfits = [...lostBefore, ...fitted.misfits];
    if (misfits.length === 0) return;
    changeLook(fitted.look);
    onMisfits(misfits, now);
  }

  function apply(change: Change): void {
    if (change.kind.startsWith("rows.") || change.kind === "import.undone") return source.value.apply(change);
    // Other rows may be to be seen, by the same fields.
    if (change.kind === "table.ruled") source.value.refresh();
    void refreshTable();
  }

  const feed = createChangeFeed({
    since: start.first.change,
    fetchSince: (since) => api.call(listChanges, { params: { tableId }, query: { since, limit: 1000 } }),
    apply,
    reload() {
      source.value.refresh();
      void refreshTable();
    },
  });

  // Nothing could be read as long as one was signed out.
  watch(waitReason, (now, before) => {
    if (now !== null || before !== "signed_out") return;
    source.value.refresh();
    void refreshTable();
  });

  onMounted(() => {
    dropMisfits(fields.value, lost);
    if (lost.length > 0) writeAddress();
  });

  const isLive = ref(true);
  const stops: (() => void)[] = [];
  onMounted(() => {
    const live = useLive();
    const own = (message: { tableId: string }) => message.tableId === tableId;
    stops.push(
      live.on("change", ({ change }) => own(change) && feed.receive(change)),
      live.on("watching", (message) => own(message) && feed.reach(message.lastChange)),
      live.on("reload", (message) => {
        if (!own(message)) return;
        feed.start(message.lastChange);
        source.value.refresh();
        void refreshTable();
      }),
      live.onState((isOpen) => {
        isLive.value = isOpen;
        if (isOpen) queue.wake();
      }),
      live.keepSaying(() => ({ type: "watch", tableId, since: feed.held }), { type: "unwatch", tableId }),
    );
    globalThis.addEventListener("beforeunload", warnOfWaiting);
    globalThis.addEventListener("online", queue.wake);
    globalThis.addEventListener("focus", queue.wake);
  });
  onBeforeUnmount(() => {
    for (const stop of stops) stop();
    globalThis.removeEventListener("beforeunload", warnOfWaiting);
    globalThis.removeEventListener("online", queue.wake);
    globalThis.removeEventListener("focus", queue.wake);
  });

  function warnOfWaiting(event: BeforeUnloadEvent): void {
    if (queue.waiting > 0) event.preventDefault();
  }

  watch(selection, (chosen) => source.value.choose(chosen));

  const may = (permission: Parameters<typeof roleMay>[1]) => roleMay(table.value.role as Role, permission);
  return { table, fields, source, look, selection, changeLook, undo, waiting, waitReason, isLive, refreshTable, may };
}
