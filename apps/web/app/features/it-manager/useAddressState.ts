import { computed, onUnmounted, ref, watch } from "vue";
import { navigateTo, useRoute } from "#imports";

const typingMs = 250;

/** What a list is narrowed to stands in the address, so that it can be passed on; what is typed goes there after a moment. */
export function useAddressState() {
  const route = useRoute();
  const read = (name: string) => (typeof route.query[name] === "string" ? (route.query[name] as string) : "");
  const search = computed(() => read("search"));
  const typed = ref(search.value);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write(changes: Record<string, string>): Promise<unknown> {
    const query = Object.fromEntries(Object.entries({ ...route.query, ...changes }).filter(([, value]) => value));
    return Promise.resolve(navigateTo({ path: route.path, query }, { replace: true }));
  }

  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => void write({ search: text.trim() }), typingMs);
  });
  onUnmounted(() => clearTimeout(timer));
  return { search, typed, read, write };
}
