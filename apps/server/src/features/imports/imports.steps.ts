import type { ImportState, Progress } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { isRowTooBig } from "../../database/row-too-big.ts";
import { toProblem } from "../../doors/problem-reply.ts";
import type { JobRun } from "../../jobs/handlers.ts";
import type { Weft } from "../../weft.ts";
import { failImport } from "./imports.ending.ts";
import type { ImportRow } from "./imports.store.ts";
import { findImport } from "./imports.store.ts";
import { Cancelled, startWatch } from "./imports.watch.ts";
import type { Watch } from "./imports.watch.ts";

/** Tries after which an error nobody foresaw ends the import (about ten seconds). */
const triesMax = 3;

/** Tries for which a database that does not answer is waited for (about ten minutes). */
const databaseTriesMax = 8;

/**
 * Does one step of an import that is in `state`, and is done with it when it is not any more: a job may come twice. A
 * Problem ends the import with its text; a lost database is waited for; a cancelled import is left as it is.
 */
export async function runStep(
  weft: Weft,
  step: { importId: string; state: ImportState; phase: Progress["phase"]; job: JobRun },
  work: (row: ImportRow, watch: Watch) => Promise<void>,
): Promise<void> {
  const row = await findImport(weft.db.people, step.importId);
  if (row?.state !== step.state) return;
  const { importId, state, phase, job } = step;
  const watch = startWatch(weft, { importId, state, phase, bytesTotal: row.upload_bytes, signal: job.signal });
  try {
    await work(row, watch);
  } catch (thrown) {
    await watch.stop();
    const error: unknown = watch.signal.aborted ? watch.signal.reason : thrown;
    if (error instanceof Cancelled) return;
    if (job.signal.aborted) throw error;
    const problem = asFinal(error, job.attempts);
    if (!problem) throw error;
    if (problem.code === "server.failed" || problem.code === "import.failed")
      weft.log.error({ err: error, importId }, "import failed");
    await failImport(weft, row, problem);
  } finally {
    await watch.stop();
  }
}

/** The Problem an error ends an import with; null = try again. */
function asFinal(error: unknown, attempts: number): Problem | null {
  if (error instanceof Problem) return error;
  const problem = toProblem(error);
  if (problem.code === "storage.full") return problem;
  if (isDatabaseGone(error)) return attempts < databaseTriesMax ? null : databaseGone();
  const { code, where } = error as { code?: string; where?: string };
  if (isRowTooBig(error)) return rowTooBig(where);
  if (code && /^(22|23|54)/.test(code)) return refusedByDatabase(error as Error, where);
  return attempts < triesMax ? null : unforeseen();
}

const goneCodes = /^(08|57P|53300|40001|40P01|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/;
const goneTexts = /connection terminated|not queryable|connection ended|server closed|timeout exceeded/i;

function isDatabaseGone(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return goneCodes.test(code ?? "") || goneTexts.test(message ?? "");
}

function refusedByDatabase(error: Error, where: string | undefined): Problem {
  const place = where ? ` (${where.split("\n")[0]?.slice(0, 200)})` : "";
  const why = error.message + place;
  return new Problem(
    "import.failed",
    phrase`The database refused a row: ${why}. Nothing was loaded. Try the column as text.`,
  );
}

/** PostgreSQL takes the rows of a COPY in bundles of at most 64 kB and names the last one it has read. */
function rowTooBig(where: string | undefined): Problem {
  const line = /\b\d+$/.exec(where?.split(/[\n:]/)[0] ?? "")?.[0];
  return new Problem(
    "import.failed",
    line
      ? phrase`A row is too big for the database (row ${line} of those to load, or one of the few before it): it keeps about 8 kB of short cells in a row, and this one has more. Nothing was loaded. Leave out some columns, or load the file twice, with half of the columns each, into two tables.`
      : phrase`A row is too big for the database: it keeps about 8 kB of short cells in a row, and this one has more. Nothing was loaded. Leave out some columns, or load the file twice, with half of the columns each, into two tables.`,
  );
}

function databaseGone(): Problem {
  return new Problem(
    "database.unavailable",
    phrase`The database did not answer for so long that the import was given up. Nothing was loaded: begin it again.`,
  );
}

function unforeseen(): Problem {
  return new Problem(
    "import.failed",
    phrase`Something went wrong here that nobody foresaw; it has been logged. Nothing was loaded: begin it again, or tell the people who run this instance.`,
  );
}
