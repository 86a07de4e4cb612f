import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import { makeUuid } from "@weft/model/uuid";
import type { Ref } from "vue";
import { onMounted } from "vue";
import { useToast } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useProblemText } from "../../composables/useProblemText.ts";
import { useReport } from "../../composables/useReport.ts";
import { useSession } from "../../composables/useSession.ts";
import { useText } from "../../composables/useText.ts";
import type { KeptWrite, WriteKeeper } from "./kept-writes.ts";
import { openWriteKeeper, writesToSend } from "./kept-writes.ts";
import { createPatientEdits } from "./patient-edits.ts";
import type { WriteQueue } from "./write-queue.ts";

interface KeptWritesOptions {
  tableId: string;
  fields: Ref<readonly Field[]>;
  queue: WriteQueue;
  onWritten(change: number): void;
}

const nothing: WriteKeeper = { keep: async () => {}, forget: async () => {}, list: async () => [] };
const keeper = import.meta.client ? openWriteKeeper() : nothing;

/** This tab's edits of a table, kept over reloads; what a reload or a closed tab left behind is sent first. */
export function useKeptWrites({ tableId, fields, queue, onWritten }: KeptWritesOptions) {
  const api = useApi();
  const { t } = useText();
  const { me } = useSession();
  const report = useReport();
  const toast = useToast();
  const problemText = useProblemText();
  const tab = tabId();
  const personId = me.value?.id ?? "";
  const nameOf = (fieldId: string) => fields.value.find(({ id }) => id === fieldId)?.name ?? "";
  const edits = createPatientEdits({
    api,
    tableId,
    personId,
    tab,
    keeper,
    conflictText: (fieldId, now) =>
      t("table.conflict", { field: nameOf(fieldId), now: now === null ? t("table.nothing") : String(now) }),
  });

  async function sendKept(): Promise<void> {
    const kept = writesToSend(await keeper.list(tableId), { tab, personId, now: Date.now() }, await openTabs());
    // All at once into the queue: what is typed from now on comes after them.
    const results = await Promise.all(kept.map(sendAgain));
    const sent = results.filter(Boolean).length;
    if (sent > 0) report.done(t("table.keptSent", { count: sent }));
  }

  /** False when it was refused, which is told with what was typed. */
  async function sendAgain(write: KeptWrite): Promise<boolean> {
    const again = edits.resume(write, true);
    try {
      onWritten((await queue.push(again.send)).change);
      return true;
    } catch (error) {
      const reason = error instanceof Problem ? problemText(error) : (error as Error).message;
      const text = write.rows.flatMap(({ cells }) => Object.values(cells).map(String)).join(", ");
      toast.add({
        title: t("common.failed"),
        description: t("table.keptRefused", { reason, text: text.slice(0, 500) }),
        icon: "i-lucide-circle-alert",
        color: "error",
        duration: 0,
      });
      return false;
    } finally {
      again.end();
    }
  }

  onMounted(() => void sendKept());
  return edits;
}

/** The same after a reload; a lock tells other tabs that this one lives. */
function tabId(): string {
  if (!import.meta.client) return "";
  const key = "weft.tab";
  const id = sessionStorage.getItem(key) ?? makeUuid();
  sessionStorage.setItem(key, id);
  // Plain http knows no locks.
  void navigator.locks?.request(`${key}.${id}`, { mode: "shared" }, () => new Promise(() => {}));
  return id;
}

async function openTabs(): Promise<ReadonlySet<string> | null> {
  if (!navigator.locks) return null;
  const { held = [] } = await navigator.locks.query();
  return new Set(held.map(({ name = "" }) => name.replace("weft.tab.", "")));
}
