import { onBeforeUnmount, onMounted, watch } from "vue";
import { useBases } from "../../composables/useBases.ts";
import { useLive } from "../../composables/useLive.ts";
import { useSession } from "../../composables/useSession.ts";

/** Renews the list of bases when others change it, and after a break of the connection; once a page. */
export function useBasesFeed(): void {
  const { refresh } = useBases();
  const { workspace } = useSession();
  const endings: (() => void)[] = [];
  let isAsking = false;
  let isDue = false;

  /** What is told while the list is on its way is answered by one further look. */
  async function renew(): Promise<void> {
    isDue = isAsking;
    if (isAsking) return;
    isAsking = true;
    await refresh().catch(() => undefined);
    isAsking = false;
    if (isDue) void renew();
  }

  onMounted(() => {
    const live = useLive();
    let wasOpen = false;
    let stop: (() => void) | undefined;
    endings.push(
      live.on("bases", ({ workspaceId }) => void (workspaceId === workspace.value?.id && renew())),
      live.onState((isOpen) => {
        if (isOpen && wasOpen) void renew();
        wasOpen ||= isOpen;
      }),
      watch(
        () => workspace.value?.id,
        (workspaceId) => {
          stop?.();
          stop = workspaceId
            ? live.keepSaying(() => ({ type: "watch_bases", workspaceId }), { type: "unwatch_bases", workspaceId })
            : undefined;
        },
        { immediate: true },
      ),
      () => stop?.(),
    );
  });
  onBeforeUnmount(() => {
    for (const end of endings) end();
  });
}
