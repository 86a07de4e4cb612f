import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@weft/api/client";
import { Problem } from "@weft/api/problems";
import type { ImportJob } from "@weft/api/import-shapes";
import { getImport, watchImport } from "@weft/api/imports";

const endStates: ImportJob["state"][] = ["done", "failed", "cancelled", "undone"];
const reconnectMs = 1000;
/** How long the server may be away (a restart) before the wait is given up; the import itself goes on. */
const patienceMs = 120_000;

/** Follows an import by its events until it has ended; a lost connection is opened again. */
export async function followImport(
  client: Client,
  first: ImportJob,
  onStep: (job: ImportJob) => void,
): Promise<ImportJob> {
  let job = first;
  let answeredAt = Date.now();
  while (!endStates.includes(job.state)) {
    try {
      for await (const step of readEvents(client, job.id)) {
        job = step;
        answeredAt = Date.now();
        onStep(job);
      }
      job = await client.call(getImport, { params: { importId: job.id } });
      answeredAt = Date.now();
    } catch (error) {
      const isAway = !(error instanceof Problem) || error.status >= 500;
      if (!isAway || Date.now() - answeredAt > patienceMs) throw error;
    }
    if (!endStates.includes(job.state)) await wait(reconnectMs);
  }
  return job;
}

async function* readEvents(client: Client, importId: string): AsyncGenerator<ImportJob> {
  const response = await client.open(watchImport, { params: { importId } });
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n\r?\n/);
    rest = blocks.pop() as string;
    for (const block of blocks) {
      const job = readBlock(block);
      if (job) yield job;
      if (job && endStates.includes(job.state)) return;
    }
  }
}

/** One event; comments (kept-alive connections) and other events give null. */
function readBlock(block: string): ImportJob | null {
  const lines = block.split(/\r?\n/);
  const event = lines
    .find((line) => line.startsWith("event:"))
    ?.slice(6)
    .trim();
  const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).replace(/^ /, ""));
  return data.length > 0 && (event === undefined || event === "import")
    ? (JSON.parse(data.join("\n")) as ImportJob)
    : null;
}
