import type { z } from "zod";
import type { ExportJob } from "@weft/api/exports";
import { cancelExport, createExport, downloadExport, exportOptions, getExport } from "@weft/api/exports";
import { computed, onBeforeUnmount, onMounted, shallowRef } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useFaults } from "../../composables/useFaults.ts";
import { useLive } from "../../composables/useLive.ts";

export type ExportRequest = z.input<typeof exportOptions>;

/** The socket tells of progress; asking besides makes sure that an end is seen even without it. */
const askMs = 1500;

/** One export from its start to the file. */
export function useExport(tableId: string) {
  const api = useApi();
  const faults = useFaults([]);
  const job = shallowRef<ExportJob | null>(null);
  let timer: ReturnType<typeof setInterval> | undefined;
  let stopListening: (() => void) | undefined;
  let isClosed = false;

  const isRunning = computed(() => job.value?.state === "waiting" || job.value?.state === "running");
  const fileUrl = computed(() =>
    job.value?.state === "done" ? api.urlOf(downloadExport, { exportId: job.value.id }) : null,
  );

  function take(next: ExportJob): void {
    if (next.id !== job.value?.id) return;
    job.value = next;
    if (!isRunning.value) clearInterval(timer);
  }

  async function start(options: ExportRequest): Promise<boolean> {
    return faults.send(async () => {
      const started = await api.call(createExport, { params: { tableId }, body: options });
      job.value = started;
      clearInterval(timer);
      if (isClosed) return;
      timer = setInterval(() => {
        void api.call(getExport, { params: { exportId: started.id } }).then(take, () => {});
      }, askMs);
    });
  }

  async function cancel(): Promise<void> {
    clearInterval(timer);
    if (job.value && isRunning.value)
      await api.call(cancelExport, { params: { exportId: job.value.id } }).catch(() => {});
  }

  onMounted(() => (stopListening = useLive().on("export", (message) => take(message.export))));
  onBeforeUnmount(() => {
    isClosed = true;
    stopListening?.();
    clearInterval(timer);
  });
  return { job, isRunning, fileUrl, start, cancel, general: faults.general, isSending: faults.isSending };
}
