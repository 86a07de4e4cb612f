import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform, pipeline } from "node:stream";
import type { JobPayload } from "@weft/api/jobs";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { addJob } from "../../jobs/add-job.ts";
import type { JobRun } from "../../jobs/handlers.ts";
import type { Weft } from "../../weft.ts";
import { fetchOutgoing } from "../outgoing/outgoing.ts";
import { limitBytes } from "../uploads/uploads.limit.ts";
import { setFetched, setSha256 } from "../uploads/uploads.store.ts";
import { findLanguage } from "./imports.ending.ts";
import { planLoad } from "./imports.plan.ts";
import type { Importer } from "./imports.rights.ts";
import { hashWhileReading, openSource } from "./imports.source.ts";
import { runStep } from "./imports.steps.ts";
import type { ImportRow } from "./imports.store.ts";
import { moveImport, toJsonb } from "./imports.store.ts";
import type { Watch } from "./imports.watch.ts";
import { Cancelled } from "./imports.watch.ts";
import { runLoad } from "./load/run-load.ts";
import { analyseFile } from "./reading/reading.ts";

const outgoingTimeoutMs = 30_000;

type Payload = JobPayload<"import.load">;

/** Fetches the file of an import by address, then has it looked at. */
export async function fetchImport(weft: Weft, { importId }: Payload, job: JobRun): Promise<void> {
  await moveImport(weft.db.people, importId, "fetching");
  await runStep(weft, { importId, state: "fetching", phase: "fetching", job }, async (row, watch) => {
    const tooLong = AbortSignal.timeout(weft.config.fetchMinutes * 60_000);
    const answer = await fetchOutgoing(row.source_url ?? "", {
      privateHosts: weft.config.privateUrls,
      timeoutMs: outgoingTimeoutMs,
      signal: AbortSignal.any([watch.signal, tooLong]),
    });
    watch.setBytesTotal(answer.sizeBytes ?? 0);
    let bytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length;
        watch.note({ rows: 0, bytes });
        done(null, chunk);
      },
    });
    pipeline(answer.body, counted, () => {});
    const sizeBytes = await weft.objects
      .put(row.object_key, limitBytes(counted, weft.config.uploadBytesMax))
      .catch((error: unknown) => {
        throw tooLong.aborted && !watch.signal.aborted ? tooSlow(weft, row) : brokenOff(error, row, watch);
      });
    await watch.stop();
    await weft.db.people.transaction().execute(async (trx) => {
      await setFetched(trx, row.upload_id ?? "", { name: answer.name, sizeBytes });
      if (!(await moveImport(trx, importId, "analysing"))) throw new Cancelled();
      await addJob(trx, "import.analyse", { importId });
    });
  });
}

/** A connection that broke off is the address's fault; whatever else failed is ours. */
function brokenOff(error: unknown, row: ImportRow, watch: Watch): unknown {
  if (watch.signal.aborted || error instanceof Problem) return error;
  const { code = "" } = error as { code?: string };
  if (!/^(UND_ERR|ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)/.test(code)) return error;
  return new Problem("url.failed", phrase`${row.source_url ?? ""} broke off before the file was whole. Try again.`);
}

/** Without an end to it, an address that sends a byte now and then would hold a worker's place for good. */
function tooSlow(weft: Weft, row: ImportRow): Problem {
  const minutes = weft.config.fetchMinutes;
  return new Problem(
    "url.failed",
    phrase`${row.source_url ?? ""} did not give the whole file within ${minutes} minutes. Download it yourself and hand it in.`,
  );
}

/** Reads the whole file once, keeps what it says; then loads it, or lets a person look first. */
export async function analyseImport(weft: Weft, { importId }: Payload, job: JobRun): Promise<void> {
  await moveImport(weft.db.people, importId, "analysing");
  await runStep(weft, { importId, state: "analysing", phase: "analysing", job }, async (row, watch) => {
    const { source, digest } = hashWhileReading(openSource(weft, row));
    const profile = await inTempFolder((tempFolder) =>
      analyseFile(source, row.options.reading, {
        text: row.options.text,
        onProgress: (read) => watch.note(read),
        signal: watch.signal,
        unpackedBytesMax: weft.config.unpackedBytesMax,
        tempFolder,
      }),
    );
    await setSha256(weft.db.people, row.upload_id ?? "", await digest());
    if (row.start === "now") await planLoad(weft, importerOf(row), { ...row, profile });
    await watch.stop();
    const to = row.start === "now" ? "loading" : "ready";
    await weft.db.people.transaction().execute(async (trx) => {
      const isMoved = await moveImport(trx, importId, to, { profile: toJsonb(profile), progress: null });
      if (!isMoved) throw new Cancelled();
      if (to === "loading") await addJob(trx, "import.load", { importId });
    });
  });
}

/** Loads an analysed file: one commit, or nothing. */
export async function loadImport(weft: Weft, { importId }: Payload, job: JobRun): Promise<void> {
  const startedAt = performance.now();
  await runStep(weft, { importId, state: "loading", phase: "loading", job }, async (row, watch) => {
    const plan = await planLoad(weft, importerOf(row), row);
    const language = await findLanguage(weft, row);
    await inTempFolder((tempFolder) => runLoad(weft, { row, plan, language, watch, tempFolder, startedAt }));
  });
}

function importerOf({ person_id, submission_id }: ImportRow): Importer {
  if (submission_id !== null) return "accepted";
  return person_id === null ? "gone" : { personId: person_id, tokenScopes: null };
}

async function inTempFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "weft-import-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
