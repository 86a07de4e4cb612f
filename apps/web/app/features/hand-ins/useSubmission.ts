import type { ImportJob } from "@weft/api/import-shapes";
import { getSubmission } from "@weft/api/hand-ins";
import { getImport } from "@weft/api/imports";
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
    // The file was read through between the two: what was found in it is there by now.
    if (job && submission.check === null && !importStateLooks[job.state].isActive)
      return { submission: await api.call(getSubmission, { params: { submissionId } }), job };
    return { submission, job };
  };
}

/** Reads a hand-in together with its import. */
export const useSubmissionReader = useReader;

/** Keeps a hand-in on screen up to date with the steps of its import. */
export function useSubmissionFeed(find: () => Shown | null | undefined, refresh: () => Promise<unknown>): void {
  /** Asking now; true = there was more to hear meanwhile. */
  let asksAgain: boolean | null = null;
  async function renew(): Promise<void> {
    if (asksAgain !== null) return void (asksAgain = true);
    if (!find()) return;
    asksAgain = false;
    await refresh().catch(() => undefined);
    const isDue = asksAgain as boolean;
    asksAgain = null;
    if (isDue) await renew();
  }
  const take = (job: ImportJob) => void (job.id === find()?.submission.import?.id && renew());
  useImportFeed(take, renew, () => {
    const state = find()?.job?.state;
    return state !== undefined && importStateLooks[state].isActive;
  });
}
