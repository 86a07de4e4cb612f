import type { AuditEntry } from "@weft/api/audit";
import { exportAudit, exportWorkspaceAudit, listAudit, listWorkspaceAudit } from "@weft/api/audit";
import type { AuditGroup } from "@weft/api/audit-groups";
import { auditGroups } from "@weft/api/audit-groups";
import { instantOf } from "@weft/model/values/wall-clock";
import { computed, ref, shallowRef, watch } from "vue";
import { useRoute, useRouter } from "#imports";
import { useApi } from "../../composables/useApi.ts";
import { usePageData } from "../../composables/usePageData.ts";
import { useProblemText } from "../../composables/useProblemText.ts";
import { useText } from "../../composables/useText.ts";

/** What of the trail is on screen, as the address says it; days as the person counts them. */
export interface TrailFilter {
  who?: string;
  person?: string;
  group?: AuditGroup;
  thing?: string;
  request?: string;
  from?: string;
  to?: string;
  refused?: "1";
}

const keys = ["who", "person", "group", "thing", "request", "from", "to", "refused"] as const;
const pageEntries = 60;

/**
 * The trail of a workspace, or of the instance (null); undefined = there is none to see. Filters stand in the address.
 * A page waits for `ready`.
 */
export function useTrail(workspaceId: () => string | null | undefined) {
  const api = useApi();
  const route = useRoute();
  const router = useRouter();
  const problemText = useProblemText();
  const { timeZone } = useText();

  const filter = computed<TrailFilter>(() => readFilter(route.query));
  const isFiltered = computed(() => Object.keys(filter.value).length > 0);
  const query = computed(() => toQuery(filter.value, timeZone.value));

  async function ask(cursor?: string) {
    const id = workspaceId();
    if (id === undefined) return { entries: [], next: null };
    const wanted = { ...query.value, limit: pageEntries, cursor };
    return id === null
      ? api.call(listAudit, { query: wanted })
      : api.call(listWorkspaceAudit, { params: { workspaceId: id }, query: wanted });
  }

  const entries = shallowRef<AuditEntry[]>([]);
  const next = ref<string | null>(null);
  const isLoading = ref(false);
  const fault = ref<string | null>(null);
  let asked = 0;

  async function begin(): Promise<void> {
    const { data } = await usePageData(`trail:${workspaceId()}:${JSON.stringify(query.value)}`, () => ask());
    entries.value = data.value?.entries ?? [];
    next.value = data.value?.next ?? null;
  }

  async function load(cursor?: string): Promise<void> {
    const mine = ++asked;
    isLoading.value = true;
    try {
      const page = await ask(cursor);
      if (mine !== asked) return;
      entries.value = cursor ? [...entries.value, ...page.entries] : page.entries;
      next.value = page.next;
      fault.value = null;
    } catch (error) {
      if (mine === asked) fault.value = problemText(error);
    } finally {
      if (mine === asked) isLoading.value = false;
    }
  }
  watch(
    () => JSON.stringify([workspaceId(), query.value]),
    () => void load(),
  );

  /** Changes a part of the filter; what is empty goes. */
  function change(part: TrailFilter): void {
    const wanted = Object.entries({ ...filter.value, ...part }).filter(([, value]) => value);
    void router.replace({ query: Object.fromEntries(wanted) });
  }

  function fileUrl(format: "csv" | "ndjson"): string {
    const id = workspaceId();
    const url =
      typeof id !== "string"
        ? api.urlOf(exportAudit, {}, { ...query.value, format })
        : api.urlOf(exportWorkspaceAudit, { workspaceId: id }, { ...query.value, format });
    return url.replace(/^https?:\/\/[^/]+/, "");
  }

  return {
    ready: begin(),
    filter,
    isFiltered,
    change,
    clear: () => void router.replace({ query: {} }),
    entries,
    next,
    isLoading,
    fault,
    reload: () => load(),
    loadMore: () => (next.value ? load(next.value) : Promise.resolve()),
    fileUrl,
  };
}

export type Trail = ReturnType<typeof useTrail>;

function readFilter(query: Record<string, unknown>): TrailFilter {
  const texts = keys.flatMap((key) => (typeof query[key] === "string" && query[key] ? [[key, query[key]]] : []));
  const { group, from, to, ...rest } = Object.fromEntries(texts) as TrailFilter;
  return {
    ...rest,
    ...(group && auditGroups.includes(group) ? { group } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
  };
}

function isDay(text: string | undefined): text is string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") && !Number.isNaN(Date.parse(text as string));
}

function toQuery({ from, to, refused, ...rest }: TrailFilter, timeZone: string) {
  return {
    ...rest,
    ...(refused ? { refused: true } : {}),
    ...(from ? { from: instantOf(`${from}T00:00:00`, timeZone) } : {}),
    // Up to the end of that day.
    ...(to ? { to: instantOf(`${dayAfter(to)}T00:00:00`, timeZone) } : {}),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
