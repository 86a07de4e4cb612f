import { getRules, putRules } from "@weft/api/rules";
import { Problem } from "@weft/api/problems";
import type { TableRulesShown } from "@weft/api/rules";
import type { Field } from "@weft/model/fields/field";
import { computed, ref } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useFaults } from "../../composables/useFaults.ts";
import { usePageData } from "../../composables/usePageData.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import { draftRules, isComplete, rebaseRules, rulesOf } from "./rules-draft.ts";

/** A table's rules: as they hold, as they are edited, and saving them. */
export async function useRules(tableId: string, fields: readonly Field[]) {
  const api = useApi();
  const report = useReport();
  const { t } = useText();
  const { general, isSending, send } = useFaults([]);
  const params = { tableId };
  const { data } = await usePageData(`rules:${tableId}`, () => api.call(getRules, { params }));
  const held = computed<TableRulesShown>(() => data.value ?? { tableId, fields: [], rows: [], change: 0, faults: [] });
  const draft = ref(draftRules(held.value, fields));
  const isChanged = computed(
    () => JSON.stringify(rulesOf(draft.value)) !== JSON.stringify(rulesOf(draftRules(held.value, fields))),
  );
  const isReady = computed(() => isComplete(draft.value));
  /** Somebody else has saved other rules meanwhile: what is edited here is not based on those that hold. */
  const isOvertaken = ref(false);

  async function discard(): Promise<void> {
    if (isOvertaken.value) await renew();
    draft.value = draftRules(held.value, fields);
  }

  async function save(): Promise<void> {
    const body = { ...rulesOf(draft.value), ifChange: held.value.change };
    const isSaved = await send(async () => {
      try {
        data.value = await api.call(putRules, { params, body });
      } catch (error) {
        isOvertaken.value = error instanceof Problem && error.code === "rules.changed";
        throw error;
      }
    });
    if (!isSaved) return;
    await discard();
    report.done(t("access.saved"));
  }

  /** Reads the rules that hold by now, and puts on top of them what was edited. */
  async function renew(): Promise<void> {
    const began = draftRules(held.value, fields);
    await send(async () => {
      data.value = await api.call(getRules, { params });
      draft.value = rebaseRules(draft.value, began, draftRules(held.value, fields));
      isOvertaken.value = false;
    });
  }

  return { held, draft, isChanged, isReady, isSaving: isSending, fault: general, isOvertaken, save, discard, renew };
}
