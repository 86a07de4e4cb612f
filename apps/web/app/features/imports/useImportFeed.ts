import type { ImportJob } from "@weft/api/import-shapes";
import { onMounted, onUnmounted, watch } from "vue";
import { useLive } from "../../composables/useLive.ts";
import { useSession } from "../../composables/useSession.ts";

/**
 * Tells of every step of every import in the workspace on screen. `renew` is called when the telling begins, and after
 * each break: what happened before is to be asked.
 */
export function useImportFeed(onImport: (job: ImportJob) => void, renew: () => unknown): void {
  const { workspace } = useSession();
  const endings: (() => void)[] = [];

  onMounted(() => {
    const live = useLive();
    endings.push(
      live.on("import", (message) => onImport(message.import)),
      live.onState((isOpen) => void (isOpen && renew())),
    );
    void renew();
    let stop: (() => void) | undefined;
    endings.push(
      watch(
        () => workspace.value?.id,
        (workspaceId) => {
          stop?.();
          stop = workspaceId ? live.keepSaying(() => ({ type: "watch_imports", workspaceId })) : undefined;
        },
        { immediate: true },
      ),
      () => stop?.(),
    );
  });
  onUnmounted(() => {
    for (const end of endings) end();
  });
}
