import { ref, watch } from "vue";
import { useRoute, useRouter } from "#imports";

/** Id of the row that stands open beside the table; in the address as `open`, so that it can be sent. */
export function useOpenRow() {
  const route = useRoute();
  const router = useRouter();
  const path = route.path;
  const opened = ref(readId(route.query.open));

  watch(opened, (id) => {
    const open = id === null ? undefined : String(id);
    if (route.path === path && route.query.open !== open) void router.replace({ query: { ...route.query, open } });
  });
  watch(
    () => route.query.open,
    (open) => {
      if (route.path === path) opened.value = readId(open);
    },
  );
  return opened;
}

function readId(open: unknown): number | null {
  const id = typeof open === "string" ? Number(open) : Number.NaN;
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
