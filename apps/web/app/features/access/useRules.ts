import { getRules, putRules } from "@weft/api/rules";
import type { TableRulesShown } from "@weft/api/rules";
import type { Field } from "@weft/model/fields/field";
import { computed, ref } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useFaults } from "../../composables/useFaults.ts";
import { usePageData } from "../../composables/usePageData.ts";
import { useReport } from "../../composables/useReport.ts";
import { useText } from "../../composables/useText.ts";
import { draftRules, isComplete, rulesOf } from "./rules-draft.ts";

/** A table's rules: as they hold, as they are edited, and saving them. */
export async function useRules(tableId: string, fields: readonly Field[]) {
  const api = useApi();
  const report = useReport();
  const { t } = useText();
  const { general, isSending, send } = useFaults([]);
  const params = { tableId };
  const { data } = await usePageData(`rules:${tableId}`, () => api.call(getRules, { params }));
  const held = computed<TableRulesShown>(() => data.value ?? { tableId, fields: [], rows: [], faults: [] });
  const draft = ref(draftRules(held.value, fields));
  const isChanged = computed(
    () => JSON.stringify(rulesOf(draft.value)) !== JSON.stringify(rulesOf(draftRules(held.value, fields))),
  );
  const isReady = computed(() => isComplete(draft.value));

  function discard(): void {
    draft.value = draftRules(held.value, fields);
  }

  async function save(): Promise<void> {
    const isSaved = await send(async () => {
      data.value = await api.call(putRules, { params, body: rulesOf(draft.value) });
    });
    if (!isSaved) return;
    discard();
    report.done(t("access.saved"));
  }

  return { held, draft, isChanged, isReady, isSaving: isSending, fault: general, save, discard };
}
