import type { ImportJob, Reject } from "@weft/api/import-shapes";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import { say } from "../../language/say.ts";

/** Why an import failed, for whoever reads it and in whichever language. Rows of before hold plain English. */
export interface KeptFailure {
  code: string;
  text: Phrase | string;
  errors: { path: Phrase | string; message: Phrase | string }[];
}

/** An import as the contract shows it, but for what has to be said. */
export type KeptJob = Omit<ImportJob, "failure"> & { failure: KeptFailure | null };

/** An import as somebody reads it. */
export function showImport({ failure, ...job }: KeptJob, language: Language): ImportJob {
  return {
    ...job,
    failure: failure && {
      code: failure.code,
      text: say(failure.text, language),
      errors: failure.errors.map(({ path, message }) => ({
        path: say(path, language),
        message: say(message, language),
      })),
    },
  };
}

/** The first rejects, as `first_rejects` keeps them, for whoever reads them. */
export function showRejects(kept: unknown, language: Language): Reject[] {
  const rejects = kept as (Omit<Reject, "reason"> & { reason: Phrase | string })[];
  return rejects.map(({ reason, ...place }) => ({ ...place, reason: say(reason, language) }));
}
