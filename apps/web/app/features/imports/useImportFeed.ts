import type { ImportJob } from "@weft/api/import-shapes";
import { onMounted, onUnmounted, watch } from "vue";
import { useLive } from "../../composables/useLive.ts";
import { useSession } from "../../composables/useSession.ts";

/** A step that was made while the socket was only about to listen is asked for after this silence. */
const silenceMs = 4000;

/**
 * Tells of every step of every import in the workspace on screen. `renew` is called when the telling begins, and after
 * each break, and in a long silence while something `isRunning`: what happened meanwhile is to be asked.
 */
export function useImportFeed(
  onImport: (job: ImportJob) => void,
  renew: () => unknown,
  isRunning: () => boolean,
): void {
  const { workspace } = useSession();
  const endings: (() => void)[] = [];

  onMounted(() => {
    const live = useLive();
    let heardAt = Date.now();
    const timer = setInterval(() => {
      if (isRunning() && !document.hidden && Date.now() - heardAt > silenceMs) void renew();
    }, silenceMs);
    endings.push(
      () => clearInterval(timer),
      live.on("import", (message) => {
        heardAt = Date.now();
        onImport(message.import);
      }),
      live.onState((isOpen) => void (isOpen && renew())),
    );
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
    void renew();
  });
  onUnmounted(() => {
    for (const end of endings) end();
  });
}
