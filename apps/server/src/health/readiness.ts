import type { Weft } from "../weft.ts";

/** Whether a process can do its work, and what it lacks. */
export interface Readiness {
  ready: boolean;
  database: string;
  files: string;
}

const waitMsMax = 2000;

/** Asks the database and the object store, 2 s at most. */
export async function isReady(weft: Weft): Promise<Readiness> {
  const [database, files] = await Promise.all([
    answer(weft.db.dataPool.query("select from weft.workspaces limit 1")),
    answer(weft.objects.check()),
  ]);
  return { ready: database === "ok" && files === "ok", database, files };
}

async function answer(work: Promise<unknown>): Promise<string> {
  const late = new Promise<string>((resolve) => void setTimeout(() => resolve("does not answer"), waitMsMax).unref());
  return Promise.race([work.then(() => "ok").catch((error: Error) => error.message || "does not answer"), late]);
}
