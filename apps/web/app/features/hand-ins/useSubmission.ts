import type { ImportJob } from "@weft/api/import-shapes";
import { getSubmission } from "@weft/api/hand-ins";
import { getImport } from "@weft/api/imports";
import { ref } from "vue";
import { useApi } from "../../composables/useApi.ts";
import { useImportFeed } from "../imports/useImportFeed.ts";
import { importStateLooks } from "../imports/import-states.ts";

type Shown = Awaited<ReturnType<ReturnType<typeof useReader>>>;

function useReader() {
  const api = useApi();
  return async (submissionId: string) => {
    const submission = await api.call(getSubmission, { params: { submissionId } });
    const params = { importId: submission.import?.id ?? "" };
    const job = submission.import ? await api.call(getImport, { params }).catch(() => null) : null;
    return { submission, job };
  };
}

/** Reads a hand-in together with its import. */
export const useSubmissionReader = useReader;

/** Keeps a hand-in on screen up to date with the steps of its import. */
export function useSubmissionFeed(find: () => Shown | null | undefined, refresh: () => Promise<unknown>): void {
  const isAsking = ref(false);
  async function renew(): Promise<void> {
    if (isAsking.value || !find()) return;
    isAsking.value = true;
    await refresh().catch(() => undefined);
    isAsking.value = false;
  }
  const take = (job: ImportJob) => void (job.id === find()?.submission.import?.id && renew());
  useImportFeed(take, renew, () => {
    const state = find()?.job?.state;
    return state !== undefined && importStateLooks[state].isActive;
  });
}
