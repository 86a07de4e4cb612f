import { computed, ref, shallowRef } from "vue";
import { useReport } from "../../composables/useReport.ts";
import { usePageData } from "../../composables/usePageData.ts";

interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** A list that comes in pages: the first with the page of the app, more when they are asked for; anew when its key changes. */
export async function usePages<Item>(key: () => string, load: (cursor?: string) => Promise<Page<Item>>) {
  const report = useReport();
  const isLoading = ref(false);
  const further = shallowRef<Page<Item> & { of: unknown }>({ of: null, items: [], next: null });
  /** Stays on screen while another first page is on its way. */
  const last = shallowRef<Page<Item> | null>(null);
  const { data, refresh } = await usePageData(key, async () => (last.value = await load()));
  last.value = data.value as Page<Item> | null;
  const first = computed(() => (data.value ?? last.value) as Page<Item> | null);
  /** What was loaded after another first page no longer counts. */
  const rest = computed(() =>
    further.value.of === first.value ? further.value : { items: [], next: first.value?.next ?? null },
  );
  const items = computed<Item[]>(() => [...(first.value?.items ?? []), ...rest.value.items]);
  const next = computed(() => rest.value.next);

  async function loadMore(): Promise<void> {
    const of = first.value;
    const before = rest.value.items;
    isLoading.value = true;
    await report.attempt(async () => {
      const page = await load(next.value ?? undefined);
      further.value = { of, items: [...before, ...page.items], next: page.next };
    });
    isLoading.value = false;
  }

  return { items, next, isLoading, loadMore, refresh };
}
