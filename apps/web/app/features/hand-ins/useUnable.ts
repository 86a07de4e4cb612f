import { checkDebtors } from "@weft/api/hand-ins";
import { ref, watch } from "vue";
import { useApi } from "../../composables/useApi.ts";
import type { DraftDebtor } from "./useHandInDraft.ts";
import { owing } from "./useHandInDraft.ts";

interface Asked {
  workspaceId: string;
  tableId: string | undefined;
  debtors: readonly Pick<DraftDebtor, "kind" | "id" | "each">[];
}

/** Names of those who would owe but may not write to the table; asked again whenever either changes, in the browser. */
export function useUnable(find: () => Asked | null) {
  const api = useApi();
  const names = ref<string[]>([]);
  let turn = 0;
  const pick = (): Asked | null => {
    const found = find();
    return found && { workspaceId: found.workspaceId, tableId: found.tableId, debtors: found.debtors };
  };
  watch(
    // What is typed beside them asks nothing.
    () => JSON.stringify(pick()),
    async () => {
      const mine = ++turn;
      const asked = pick();
      // Without an answer nobody is named: handing in says it to them then.
      const found = asked?.tableId && asked.debtors.length > 0 ? await ask(asked, asked.tableId).catch(() => []) : [];
      if (mine === turn) names.value = found;
    },
    { immediate: !import.meta.server },
  );

  async function ask({ workspaceId, debtors }: Asked, tableId: string): Promise<string[]> {
    const body = { tableId, debtors: owing(debtors) };
    const { unable } = await api.call(checkDebtors, { params: { workspaceId }, body });
    return unable.map(({ name }) => name);
  }

  return names;
}
