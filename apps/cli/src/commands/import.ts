import { basename } from "node:path";
import type { Base } from "@weft/api/bases";
import type { ImportJob, ImportOptions } from "@weft/api/import-shapes";
import { importModes } from "@weft/api/import-shapes";
import { cancelImport, createImport } from "@weft/api/imports";
import { splitNames } from "@weft/model/sort";
import type { Call, Command, Connection, Options } from "../command.ts";
import { isSet, textOf, textsOf } from "../command.ts";
import { exitCodes, explain, Failure, WrongUse } from "../failures.ts";
import { followImport } from "../import-events.ts";
import { whileStoppable } from "../interrupt.ts";
import { getBaseOf, getTableOf } from "../places.ts";
import type { StatusLine } from "../terminal.ts";
import { bar, count, duration, size, statusLine, writeLine } from "../terminal.ts";
import { uploadFile, uploadStandardInput } from "../upload.ts";

export const importCommand: Command = {
  usage: "import FILE… [--base BASE] [--table TABLE] [--mode new|append|replace|upsert] [--of IMPORT] [--key FIELD]… …",
  summary: "Loads files into tables: CSV, TSV, XLSX, JSON, NDJSON, Parquet; - is standard input.",
  details: `
  --base BASE    by name or id; absent = your first base
  --table TABLE  new: the new table's name (absent = from the file's name); otherwise the table, by name or id
  --mode MODE    new (default), append, replace, or upsert (update by key)
  --of IMPORT    replace: only the rows that this earlier import brought (its id), the others stay
  --key FIELD    upsert: the column that identifies a row; several times, or with commas between
                 (a comma inside a name is written \\,)
  --strict       one rejected row and nothing is loaded
  --text         every column as text, exactly as it stands
  --name NAME    standard input: the file's name, whose ending tells the format (absent = input.csv)
  --json         one JSON line a file: read, loaded, rejected, seconds, table (its id)

An upload that breaks off goes on where it stopped when the same command runs again. Ctrl-C cancels the import:
nothing of it stays. Exit codes: 0 all rows loaded, 3 some were rejected, 1 failed, 2 wrong use.

Examples:
  weft import people.csv
  weft import people.csv --table People --mode upsert --key Id --strict
  weft import march-corrected.csv --table Sales --mode replace --of imp0123456789abcd
  zcat big.csv.gz | weft import - --table Big --json`,
  options: {
    base: { type: "string" },
    table: { type: "string" },
    mode: { type: "string" },
    of: { type: "string" },
    key: { type: "string", multiple: true },
    strict: { type: "boolean" },
    text: { type: "boolean" },
    name: { type: "string" },
    json: { type: "boolean" },
  },
  run: importFiles,
};

async function importFiles(call: Call): Promise<number> {
  const mode = importModes.find((known) => known === (textOf(call.options, "mode") ?? "new"));
  checkUse(call, mode);
  const connection = await call.connect();
  const target = await findTarget(connection, call.options, mode ?? "new");
  let worst: number = exitCodes.done;
  for (const file of call.words) {
    const code = await importOne(call, connection, target, file).catch((error: unknown) =>
      tellFailure(call.options, file, explain(error, connection.url)),
    );
    if (code === exitCodes.failed || worst === exitCodes.done) worst = code;
  }
  return worst;
}

function checkUse({ words, options }: Call, mode: string | undefined): void {
  if (words.length === 0) throw new WrongUse("import needs a file, or - for standard input.");
  if (!mode) throw new WrongUse(`--mode ${textOf(options, "mode")}: it is one of ${importModes.join(", ")}.`);
  if (mode !== "new" && !textOf(options, "table")) throw new WrongUse(`--mode ${mode} needs --table.`);
  if (mode === "upsert" && textsOf(options, "key").length === 0) throw new WrongUse("--mode upsert needs --key.");
  if (textOf(options, "of") !== undefined) {
    if (mode !== "replace") throw new WrongUse("--of goes with --mode replace: it says whose rows the file replaces.");
    if (words.length > 1) throw new WrongUse("Only one file can take the place of an import: give one.");
  }
  if (mode === "new" && words.length > 1 && textOf(options, "table"))
    throw new WrongUse("Several files cannot all make one new table: leave --table out, or use --mode append.");
}

interface Target {
  workspaceId: string;
  baseId: string;
  options: Partial<ImportOptions>;
}

async function findTarget({ client }: Connection, options: Options, mode: ImportOptions["mode"]): Promise<Target> {
  const shared = {
    mode,
    replaces: textOf(options, "of"),
    keys: textsOf(options, "key").flatMap(splitNames),
    strict: isSet(options, "strict"),
    text: isSet(options, "text"),
  };
  const wanted = textOf(options, "table");
  if (mode !== "new" && wanted !== undefined) {
    const table = await getTableOf(client, wanted, textOf(options, "base"));
    return { workspaceId: table.workspaceId, baseId: table.baseId, options: { ...shared, tableId: table.id } };
  }
  const base: Base = await getBaseOf(client, textOf(options, "base"));
  return { workspaceId: base.workspaceId, baseId: base.id, options: { ...shared, tableName: wanted } };
}

async function importOne(call: Call, connection: Connection, target: Target, file: string): Promise<number> {
  const startedAt = performance.now();
  const name = file === "-" ? (textOf(call.options, "name") ?? "input.csv") : basename(file);
  const line = statusLine();
  const place = {
    ...connection,
    workspaceId: target.workspaceId,
    folder: call.environment.folder,
    onProgress: (sent: number, total: number) =>
      line.show(total > 0 ? `${name} ${bar(sent / total)} ${size(sent)} of ${size(total)}` : `${name} ${size(sent)}`),
  };
  const load = async () => {
    const uploadId = await (file === "-" ? uploadStandardInput(place, name) : uploadFile(place, file));
    return loadUpload(connection, target, uploadId, name, line);
  };
  // Also before a failure is told: its sentence must not begin in the middle of the line.
  const job = await load().finally(line.end);
  return tellEnd(call.options, connection.url, file, job, (performance.now() - startedAt) / 1000);
}

/** From the upload to the import's end; Ctrl-C in between cancels it, also when it was only just asked for. */
async function loadUpload(
  { client }: Connection,
  target: Target,
  uploadId: string,
  name: string,
  line: StatusLine,
): Promise<ImportJob> {
  const creating = client.call(createImport, {
    params: { baseId: target.baseId },
    body: { source: { uploadId }, options: target.options, start: "now" },
  });
  async function stop(): Promise<void> {
    const { id } = await creating;
    await client.call(cancelImport, { params: { importId: id } });
    line.end();
    process.stderr.write(`weft: ${name}: stopped; nothing of this import stays.\n`);
  }
  return whileStoppable(stop, async () =>
    followImport(client, await creating, (step) => line.show(`${name} ${progressText(step)}`)),
  );
}

function progressText({ state, progress }: ImportJob): string {
  if (!progress) return `${state} …`;
  const { phase, rows, bytes, bytesTotal, rowsPerSecond, secondsLeft, rejected } = progress;
  const parts = [`${phase} ${bar(bytesTotal > 0 ? bytes / bytesTotal : 0)}`, `${count(rows)} rows`];
  if (rowsPerSecond > 0) parts.push(`${count(Math.round(rowsPerSecond))}/s`);
  if (rejected > 0) parts.push(`${count(rejected)} rejected`);
  if (secondsLeft !== null) parts.push(`${duration(secondsLeft)} left`);
  return parts.join("  ");
}

async function tellEnd(options: Options, url: string, file: string, job: ImportJob, seconds: number): Promise<number> {
  const { totals } = job;
  if (job.state !== "done" || !totals) {
    const faults = job.failure?.errors.map(({ path, message }) => `\n  ${path}: ${message}`).join("") ?? "";
    throw new Failure((job.failure?.text ?? `The import is ${job.state}.`) + faults);
  }
  const { read, loaded, rejected } = totals;
  if (isSet(options, "json")) {
    const rounded = Math.round(seconds * 1000) / 1000;
    await writeLine(
      JSON.stringify({ file, read, loaded, rejected, seconds: rounded, table: job.tableId, import: job.id }),
    );
  } else {
    await writeLine(
      `${file}: ${count(read)} read, ${count(loaded)} loaded, ${count(rejected)} rejected in ${seconds.toFixed(1)} s → ${job.tableName} (${job.tableId})`,
    );
    if (rejected > 0) process.stderr.write(`The rejected rows with their reasons: ${url}/imports/${job.id}\n`);
  }
  return rejected > 0 ? exitCodes.rejects : exitCodes.done;
}

async function tellFailure(options: Options, file: string, text: string): Promise<number> {
  process.stderr.write(`weft: ${file}: ${text}\n`);
  if (isSet(options, "json")) await writeLine(JSON.stringify({ file, error: text }));
  return exitCodes.failed;
}
