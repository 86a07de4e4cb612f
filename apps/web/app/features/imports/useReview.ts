import type { Table } from "@weft/api/bases";
import { getTable } from "@weft/api/bases";
import type { ReplyOf } from "@weft/api/endpoint";
import type { ColumnProfile, ColumnReading, ImportJob, ImportOptions, Reading } from "@weft/api/import-shapes";
import { isRejectNote } from "@weft/api/import-shapes";
import { getProfile, updateImport } from "@weft/api/imports";
import type { Field } from "@weft/model/fields/field";
import type { Ref } from "vue";
import { computed, ref, watch } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { candidatesFor, findCandidate } from "./column-readings.ts";

/** What was found in the file, and what it would do to the table. */
export type Review = ReplyOf<typeof getProfile>;
type ColumnChoice = ImportOptions["columns"][number];

/** A column as it will be loaded: what was detected with what the person chose over it. */
export interface ReviewColumn {
  profile: ColumnProfile;
  name: string;
  reading: ColumnReading;
  isSkipped: boolean;
  /** The field it fills; null = a new one, undefined = still to be chosen. */
  fieldId: string | null | undefined;
  fits: number | null;
  misfits: number;
  misfitExamples: { line: number; value: string }[];
}

const saveDelayMs = 350;

/**
 * What the person chooses for an import that waits. Every change is saved by itself; only a change of how the file is
 * read makes the server read it again.
 */
export function useReview(job: Ref<ImportJob>, setJob: (job: ImportJob) => void) {
  const api = useApi();
  const params = { importId: job.value.id };
  const review = ref<Review | null>(null);
  const table = ref<Table | null>(null);
  const options = ref<ImportOptions>(structuredClone(plain(job.value.options)));
  const fault = ref<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> = Promise.resolve();

  async function load(): Promise<void> {
    review.value = await api.call(getProfile, { params });
  }

  async function loadTable(): Promise<void> {
    const { tableId } = options.value;
    if (table.value?.id === tableId) return;
    table.value = tableId ? await api.call(getTable, { params: { tableId } }).catch(() => null) : null;
  }
  watch(() => options.value.tableId, loadTable, { immediate: true });

  const columns = computed<ReviewColumn[]>(() => (review.value?.profile.columns ?? []).map(toColumn));

  function toColumn(profile: ColumnProfile): ReviewColumn {
    const choice = options.value.columns.find(({ index }) => index === profile.index);
    const fieldId = options.value.mode === "new" ? null : fieldOf(profile.index, choice);
    const field = table.value?.fields.find(({ id }) => id === fieldId);
    const reading = field ? readingInto(profile, field, choice) : readingAnew(profile, choice);
    const candidate = findCandidate(profile, reading);
    return {
      profile,
      reading,
      name: choice?.name ?? profile.name,
      isSkipped: choice?.skip ?? isRejectNote(review.value?.profile.columns ?? [], profile.index),
      fieldId,
      fits: candidate?.fits ?? null,
      misfits: candidate?.misfits ?? 0,
      misfitExamples: candidate?.examples ?? [],
    };
  }

  function fieldOf(index: number, choice: ColumnChoice | undefined): string | null | undefined {
    if (choice?.fieldId !== undefined) return choice.fieldId;
    return review.value?.matches.find((match) => match.index === index)?.fieldId ?? undefined;
  }

  function readingAnew({ detected }: ColumnProfile, choice: ColumnChoice | undefined): ColumnReading {
    if (options.value.text) return { ...detected, shape: { type: "text", options: {} } };
    return {
      shape: choice?.shape ?? detected.shape,
      dateOrder: choice?.dateOrder ?? detected.dateOrder,
      decimalMark: choice?.decimalMark ?? detected.decimalMark,
    };
  }

  /** A field that is there already says itself what its values are. */
  function readingInto(profile: ColumnProfile, field: Field, choice: ColumnChoice | undefined): ColumnReading {
    const base = candidatesFor(profile, field)[0]?.reading ?? {
      ...profile.detected,
      shape: { type: field.type, options: field.options } as ColumnReading["shape"],
    };
    const { dateOrder = base.dateOrder, decimalMark = base.decimalMark } = choice ?? {};
    return { shape: base.shape, dateOrder, decimalMark };
  }

  /** Says of several columns at once that each becomes a new field, or that they are left out. */
  function decideColumns(indexes: number[], change: { fieldId: null } | { skip: true }): void {
    for (const index of indexes) changeColumn(index, change);
  }

  function changeColumn(index: number, change: Partial<ColumnChoice>): void {
    const others = options.value.columns.filter((each) => each.index !== index);
    const own = options.value.columns.find((each) => each.index === index) ?? { index };
    const renamed =
      change.name !== undefined ? columns.value.find(({ profile }) => profile.index === index)?.name : undefined;
    const keys = options.value.keys.map((key) => (key === renamed ? (change.name ?? key) : key));
    changeOptions({ columns: [...others, { ...own, ...change }].sort((a, b) => a.index - b.index), keys });
  }

  function changeOptions(change: Partial<ImportOptions>): void {
    options.value = { ...options.value, ...change };
    clearTimeout(timer);
    timer = setTimeout(() => void save(), saveDelayMs);
  }

  /** Another way to read the file: column choices made for the old way would land on the wrong columns. */
  async function changeReading(change: Partial<Reading>): Promise<void> {
    options.value = { ...options.value, reading: { ...options.value.reading, ...change }, columns: [], keys: [] };
    await save();
  }

  async function changeTarget(change: Partial<ImportOptions>): Promise<void> {
    options.value = { ...options.value, ...change };
    await save();
    if (job.value.state === "ready") await load();
  }

  /** Sends what is chosen, one sending after another; answers whether the server took it. */
  async function save(): Promise<boolean> {
    clearTimeout(timer);
    saving = sendAfter(saving);
    await saving;
    return fault.value === null;
  }

  async function sendAfter(earlier: Promise<void>): Promise<void> {
    await earlier;
    try {
      setJob(await api.call(updateImport, { params, body: { options: plain(options.value) } }));
      fault.value = null;
    } catch (error) {
      fault.value = error;
    }
  }

  return {
    review,
    table,
    options,
    columns,
    fault,
    load,
    save,
    changeColumn,
    decideColumns,
    changeOptions,
    changeReading,
    changeTarget,
  };
}

/** Without Vue's proxies, which cannot be cloned. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
