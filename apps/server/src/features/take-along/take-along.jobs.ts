import type { JobPayload } from "@weft/api/jobs";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { JobRun } from "../../jobs/handlers.ts";
import { readLanguage } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { notify } from "../notices/notices.notify.ts";
import { endTakeAlong, findTakeAlong, takeExpired } from "./take-along.store.ts";
import { writeZip } from "./take-along.zip.ts";

const attemptsMax = 5;

/** The job `people.take_along`: writes the file, whole or not at all, and tells its person. Safe to run again. */
export async function writeTakeAlong(
  weft: Weft,
  { takeAlongId }: JobPayload<"people.take_along">,
  job?: Pick<JobRun, "attempts" | "signal">,
): Promise<void> {
  const found = await findTakeAlong(weft.db.people, { id: takeAlongId });
  if (found?.state !== "waiting") return;
  const objectKey = `take-along/${takeAlongId}`;
  try {
    const sizeBytes = await writeFile(weft, found.person_id, objectKey, job?.signal);
    if (!(await endDone(weft, { id: takeAlongId, personId: found.person_id, objectKey, sizeBytes })))
      await weft.objects.delete(objectKey);
  } catch (error) {
    if (job?.signal.aborted || (job?.attempts ?? 1) < attemptsMax) throw error;
    weft.log.error({ err: error, takeAlongId }, "a person's data was not written");
    await endFailed(weft, takeAlongId, found.person_id);
  }
}

async function writeFile(weft: Weft, personId: string, objectKey: string, signal?: AbortSignal): Promise<number> {
  const person = await weft.db.people
    .selectFrom("people")
    .select("language")
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
  const client = await weft.db.peoplePool.connect();
  let isBroken = true;
  try {
    await client.query("begin isolation level repeatable read read only");
    const file = await writeZip({ weft, client, personId, language: readLanguage(person.language) });
    const stop = () => file.destroy(new Error("stopped"));
    signal?.addEventListener("abort", stop, { once: true });
    const sizeBytes = await weft.objects.put(objectKey, file);
    signal?.removeEventListener("abort", stop);
    await client.query("rollback");
    isBroken = false;
    return sizeBytes;
  } finally {
    client.release(isBroken);
  }
}

interface Done {
  id: string;
  personId: string;
  objectKey: string;
  sizeBytes: number;
}

async function endDone(weft: Weft, { id, personId, objectKey, sizeBytes }: Done): Promise<boolean> {
  const expiresAt = new Date(Date.now() + weft.config.exportHours * 3_600_000);
  return weft.db.people.transaction().execute(async (trx) => {
    if (!(await endTakeAlong(trx, id, { state: "done", sizeBytes, objectKey, expiresAt }))) return false;
    await notify(trx, personId, "export_ready", {
      title: phrase`The file with your data is ready to download`,
      link: "/settings/profile#your-data",
      tone: "good",
    });
    return true;
  });
}

async function endFailed(weft: Weft, id: string, personId: string): Promise<void> {
  const failure: Phrase = phrase`Something went wrong here. It has been logged; try again.`;
  await weft.db.people.transaction().execute(async (trx) => {
    if (!(await endTakeAlong(trx, id, { state: "failed", failure: JSON.stringify(failure) }))) return;
    await notify(trx, personId, "job_failed", {
      title: phrase`The file with your data could not be written`,
      text: failure,
      link: "/settings/profile#your-data",
      tone: "bad",
    });
  });
}

/** The job `people.expire_take_alongs`: deletes files whose time is over. */
export async function expireTakeAlongs(weft: Weft): Promise<void> {
  for (const { object_key } of await takeExpired(weft.db.people)) await weft.objects.delete(object_key);
}
