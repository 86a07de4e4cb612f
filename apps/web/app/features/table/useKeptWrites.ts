import { Problem } from "@weft/api/problems";
import type { Field } from "@weft/model/fields/field";
import type { Ref } from "vue";
import { onBeforeUnmount, onMounted } from "vue";
import { useToast } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { useProblemText } from "../../composables/useProblemText.ts";
import { useReport } from "../../composables/useReport.ts";
import { useSession } from "../../composables/useSession.ts";
import { useText } from "../../composables/useText.ts";
import { followTabs, openTabs, thisTab } from "./browser-tabs.ts";
import type { KeptWrite, WriteKeeper } from "./kept-writes.ts";
import { openWriteKeeper, writesToSend } from "./kept-writes.ts";
import type { WriteReply } from "./patient-edits.ts";
import { createPatientEdits } from "./patient-edits.ts";
import type { Respected } from "./respect-others.ts";
import type { WriteQueue } from "./write-queue.ts";

interface KeptWritesOptions {
  tableId: string;
  fields: Ref<readonly Field[]>;
  queue: WriteQueue;
  /** The table's change that this tab has seen last. */
  seen(): number;
  /** Called when edits begin or end to wait. */
  onWaiting(): void;
  /** Called with what a write has done that was kept over a reload. */
  onWritten(reply: WriteReply): void;
}

const nothing: WriteKeeper = { keep: async () => {}, forget: async () => {}, list: async () => [] };
const keeper = import.meta.client ? openWriteKeeper() : nothing;

/** This tab's edits of a table, kept over reloads; what a reload or a closed tab left behind is sent first. */
export function useKeptWrites(options: KeptWritesOptions) {
  const { tableId, fields, queue, seen, onWaiting, onWritten } = options;
  const api = useApi();
  const { t } = useText();
  const { me } = useSession();
  const report = useReport();
  const toast = useToast();
  const problemText = useProblemText();
  const tab = thisTab();
  const personId = me.value?.id ?? "";
  let tabs: ReturnType<typeof followTabs> | undefined;
  const nameOf = (fieldId: string) => fields.value.find(({ id }) => id === fieldId)?.name ?? "";
  const edits = createPatientEdits({
    api,
    tableId,
    personId,
    tab,
    keeper: {
      ...keeper,
      keep: (write) => keeper.keep(write).then(() => tabs?.tell()),
    },
    seen,
    conflictText,
    onTheirs: (text) => toast.add({ title: text, icon: "i-lucide-users", duration: 0 }),
    onWaiting,
  });

  function conflictText({ theirs, gone }: Respected, isAll: boolean): string {
    const [first] = theirs;
    if (!first) return t("table.conflictGone", { count: gone.length });
    const now = first.now === null ? t("table.nothing") : String(first.now).slice(0, 200);
    const said = { field: nameOf(first.fieldId), now };
    const others = theirs.length + gone.length - 1;
    if (isAll && others === 0) return t("table.conflict", said);
    return t(isAll ? "table.conflictAll" : "table.conflictSome", { ...said, count: others + 1 });
  }

  async function sendKept(): Promise<void> {
    const here = { tab, personId, now: Date.now() };
    const all = await keeper.list(tableId);
    const others = await openTabs();
    const kept = writesToSend(all, here, others).filter(({ key }) => !edits.isWaiting(key));
    for (const write of all) if (others?.has(write.tab)) tabs?.follow(write.tab);
    // All at once into the queue: what is typed from now on comes after them.
    const results = await Promise.all(kept.map(sendAgain));
    const sent = results.filter(Boolean).length;
    if (sent > 0) report.done(t("table.keptSent", { count: sent }));
  }

  /** False when it was refused, which is told with what was typed. */
  async function sendAgain(write: KeptWrite): Promise<boolean> {
    const again = edits.resume(write);
    try {
      onWritten(await queue.push(again.send));
      return true;
    } catch (error) {
      const reason = error instanceof Problem ? problemText(error) : (error as Error).message;
      const text = typedIn(write);
      toast.add({
        title: t("common.failed"),
        description: text === "" ? reason : t("table.keptRefused", { reason, text }),
        icon: "i-lucide-circle-alert",
        color: "error",
        duration: 0,
      });
      return false;
    } finally {
      again.end();
    }
  }

  onMounted(() => {
    tabs = followTabs({ tab, tableId, onGone: () => void sendKept() });
    void sendKept();
  });
  onBeforeUnmount(() => tabs?.stop());
  return edits;
}

/** A notice is no place for a whole page of text. */
function typedIn({ body }: KeptWrite): string {
  const cells = [...body.update, ...body.create].flatMap((row) => Object.values(row.cells));
  return cells
    .filter((cell) => cell !== null && cell !== "")
    .join(", ")
    .slice(0, 500);
}
