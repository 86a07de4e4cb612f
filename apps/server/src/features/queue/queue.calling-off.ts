import type { JobName, JobPayload } from "@weft/api/jobs";
import { jobs } from "@weft/api/jobs";
import type { Transaction } from "kysely";
import type { WeftTables } from "../../database/tables.ts";
import { announce } from "../../live/announce.ts";
import { moveExport } from "../exports/exports.store.ts";
import { moveImport } from "../imports/imports.store.ts";
import { setMailState } from "../mails/mails.store.ts";

type CallingOff<Name extends JobName> = (trx: Transaction<WeftTables>, payload: JobPayload<Name>) => Promise<unknown>;

const cancelImport = (trx: Transaction<WeftTables>, { importId }: { importId: string }) =>
  moveImport(trx, importId, "cancelled", { ended_at: new Date(), progress: null });

/** What waits for a job to be done, and must hear when it is not. The others leave nothing that waits. */
const callingsOff: { [Name in JobName]?: CallingOff<Name> } = {
  "import.fetch": cancelImport,
  "import.analyse": cancelImport,
  "import.load": cancelImport,
  async "export.write"(trx, { exportId }) {
    await announce(trx, { about: "export", exportId });
    await moveExport(trx, exportId, ["waiting", "running"], { state: "cancelled", ended_at: new Date() });
  },
  "mail.send": (trx, { mailId }) => setMailState(trx, mailId, { state: "failed", error: "cancelled" }),
};

/** Ends what asked for a job that was taken out of the queue; nothing when its payload cannot be read. */
export async function callOff(trx: Transaction<WeftTables>, name: JobName, payload: unknown): Promise<void> {
  const read = jobs[name]?.payload.safeParse(payload);
  if (read?.success) await (callingsOff[name] as CallingOff<JobName> | undefined)?.(trx, read.data);
}
