import type { Base } from "@weft/api/bases";
import { getTable, listBases } from "@weft/api/bases";
import type { Change } from "@weft/api/changes";
import { listChanges } from "@weft/api/changes";
import { Problem } from "@weft/api/problems";
import { wallClockOf } from "@weft/model/values/wall-clock";
import type { Ref } from "vue";
import { computed, ref, shallowRef, watch } from "vue";
import { useRoute, useRouter } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { usePageData } from "../../composables/usePageData.ts";
import { useProblemText } from "../../composables/useProblemText.ts";
import { useText } from "../../composables/useText.ts";

const pageChanges = 200;

/** The change log of a table of a workspace, newest first; table, person and days stand in the address. */
export function useRowChanges(workspaceId: () => string | undefined) {
  const api = useApi();
  const route = useRoute();
  const router = useRouter();
  const problemText = useProblemText();
  const { timeZone } = useText();

  /** What was loaded changes with the workspace. */
  const loaded = shallowRef<{ bases: Ref<readonly Base[] | null | undefined> } | null>(null);
  const tables = computed(() =>
    (loaded.value?.bases.value ?? []).flatMap((base) =>
      base.tables.map(({ id, name }) => ({ value: id, label: `${base.name} / ${name}` })),
    ),
  );
  const read = (key: string) => (typeof route.query[key] === "string" ? (route.query[key] as string) : "");
  const filter = computed(() => ({ table: read("table"), who: read("who"), from: read("from"), to: read("to") }));
  const table = computed(() => tables.value.find(({ value }) => value === filter.value.table));

  const fieldNames = shallowRef<Map<string, string>>(new Map());
  const looked = shallowRef<Change[]>([]);
  const first = ref(0);
  const isEnded = ref(false);
  const isLoading = ref(false);
  const fault = ref<string | null>(null);
  let asked = 0;

  async function begin(): Promise<void> {
    const { data } = await usePageData(
      () => `row-changes:${workspaceId()}`,
      async () => {
        const id = workspaceId();
        return id === undefined ? [] : (await api.call(listBases, { params: { workspaceId: id } })).bases;
      },
    );
    loaded.value = { bases: data };
  }

  /** Looks through the next older changes; the first time, through the newest. */
  async function look(): Promise<void> {
    const chosen = table.value;
    if (!chosen) return;
    const mine = ++asked;
    isLoading.value = true;
    fault.value = null;
    try {
      const params = { tableId: chosen.value };
      if (looked.value.length === 0) {
        const { fields, lastChange } = await api.call(getTable, { params });
        if (mine !== asked) return;
        fieldNames.value = new Map(fields.map(({ id, name }) => [id, name]));
        first.value = lastChange;
      }
      const since = Math.max(0, first.value - pageChanges);
      const { changes } = await api.call(listChanges, { params, query: { since, limit: first.value - since || 1 } });
      if (mine !== asked) return;
      looked.value = [...looked.value, ...changes.filter(({ number }) => number <= first.value).reverse()];
      first.value = since;
      isEnded.value = since === 0;
    } catch (error) {
      if (mine !== asked) return;
      // What is older than the log reaches back is no fault.
      if (error instanceof Problem && error.code === "changes.expired") isEnded.value = true;
      else fault.value = problemText(error);
    } finally {
      if (mine === asked) isLoading.value = false;
    }
  }
  watch(
    () => table.value?.value,
    () => {
      looked.value = [];
      isEnded.value = false;
      if (import.meta.client) void look();
    },
  );

  const changes = computed(() => {
    const { who, from, to } = filter.value;
    const words = who.trim().toLowerCase();
    return looked.value.filter(({ personName, at }) => {
      const day = wallClockOf(at, timeZone.value)?.slice(0, 10) ?? "";
      return (personName ?? "").toLowerCase().includes(words) && (!from || day >= from) && (!to || day <= to);
    });
  });

  function change(part: Partial<typeof filter.value>): void {
    const wanted = Object.entries({ ...filter.value, ...part }).filter(([, value]) => value);
    void router.replace({ query: Object.fromEntries(wanted) });
  }

  return {
    ready: begin(),
    tables,
    table,
    filter,
    change,
    changes,
    looked,
    fieldNames,
    isEnded,
    isLoading,
    fault,
    look,
  };
}
