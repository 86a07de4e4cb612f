import { createWriteStream } from "node:fs";
import { access, constants, rename, rm } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@weft/api/client";
import type { ExportJob, ExportOptions } from "@weft/api/exports";
import { cancelExport, createExport, downloadExport, exportFormats, exportOptions, getExport } from "@weft/api/exports";
import { splitNames } from "@weft/model/sort";
import type { Call, Command, Options } from "../command.ts";
import { isSet, textOf, textsOf } from "../command.ts";
import { exitCodes, Failure, WrongUse } from "../failures.ts";
import { whileStoppable } from "../interrupt.ts";
import { getTableOf } from "../places.ts";
import { readFilters } from "../selection.ts";
import { count, size, statusLine } from "../terminal.ts";

export const exportCommand: Command = {
  usage: "export TABLE [--format FORMAT] [--out FILE] [--filter FILTER]… [--sort SORT] [--fields FIELDS] …",
  summary: "Writes a table (name or id) to a file or to standard output.",
  details: `
  --format FORMAT    ${exportFormats.join(", ")}; absent = by the ending of --out, else csv
  --out FILE         where to; absent or - = standard output
  --filter, --sort, --search, --fields, --base  as in \`weft rows\`
  --group FIELDS     rows group by group: City, or several: City,-Year
  --separator SIGN   csv: , ; | or tab
  --encoding NAME    csv: utf-8, utf-16le or windows-1252
  --bom              csv: with a byte-order mark, for Excel
  --no-header        csv: without the line of field names
  --defuse           puts ' before text that a spreadsheet would run as a formula

Examples:
  weft export People --out people.xlsx
  weft export People --filter 'Age>30' --format ndjson | jq .Name`,
  options: {
    format: { type: "string" },
    out: { type: "string" },
    filter: { type: "string", multiple: true },
    sort: { type: "string" },
    group: { type: "string" },
    search: { type: "string" },
    fields: { type: "string" },
    base: { type: "string" },
    separator: { type: "string" },
    encoding: { type: "string" },
    bom: { type: "boolean" },
    "no-header": { type: "boolean" },
    defuse: { type: "boolean" },
  },
  run: exportTable,
};

const pollMsMax = 1000;

async function exportTable({ words, options, connect }: Call): Promise<number> {
  const [wanted, ...rest] = words;
  if (!wanted || rest.length > 0) throw new WrongUse("export needs one table.");
  const out = textOf(options, "out") === "-" ? undefined : textOf(options, "out");
  const format = formatOf(textOf(options, "format"), out);
  if (!out && (format === "xlsx" || format === "parquet") && process.stdout.isTTY)
    throw new WrongUse(`${format} is no text: say where to with --out FILE.`);
  if (out) await checkFolder(out);
  const { client } = await connect();
  const table = await getTableOf(client, wanted, textOf(options, "base"));
  const fields = textOf(options, "fields");
  const body = exportOptions.safeParse({
    ...csvAndDefusing(options),
    format,
    filter: readFilters(textsOf(options, "filter"), table.fields),
    sort: textOf(options, "sort"),
    group: textOf(options, "group"),
    search: textOf(options, "search"),
    fields: fields === undefined ? undefined : splitNames(fields),
  });
  if (!body.success)
    throw new WrongUse(body.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
  const job = await client.call(createExport, { params: { tableId: table.id }, body: body.data });
  const done = await waitFor(client, job);
  await download(client, done, out);
  process.stderr.write(`${count(done.rows)} rows, ${size(done.sizeBytes ?? 0)}${out ? ` in ${out}` : ""}\n`);
  return exitCodes.done;
}

/** Asked before the export begins: a big one takes minutes. */
async function checkFolder(out: string): Promise<void> {
  const folder = dirname(out);
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      error.code === "ENOENT" ? `There is no folder ${folder}: make it first.` : `Nothing can be written to ${folder}.`,
    );
  });
}

function formatOf(wanted: string | undefined, out: string | undefined): ExportOptions["format"] {
  const ending = out === undefined ? "" : extname(out).slice(1).toLowerCase();
  const found = exportFormats.find((format) => format === (wanted ?? (ending || "csv")));
  if (found) return found;
  if (wanted === undefined && out !== undefined) return "csv";
  throw new WrongUse(`--format ${wanted}: it is one of ${exportFormats.join(", ")}.`);
}

function csvAndDefusing(options: Options) {
  const separator = textOf(options, "separator");
  return {
    csv: {
      separator: separator === "tab" || separator === "\\t" ? "\t" : separator,
      encoding: textOf(options, "encoding"),
      byteOrderMark: isSet(options, "bom"),
      header: !isSet(options, "no-header"),
    },
    defuseFormulas: isSet(options, "defuse"),
  };
}

async function waitFor(client: Client, first: ExportJob): Promise<ExportJob> {
  const line = statusLine();
  const params = { exportId: first.id };
  async function stop(): Promise<void> {
    await client.call(cancelExport, { params }).catch(() => {});
    line.end();
    process.stderr.write("weft: stopped; the export is cancelled.\n");
  }
  const job = await whileStoppable(stop, async () => {
    let job = first;
    for (let pollMs = 50; isUnderWay(job); pollMs = Math.min(pollMsMax, pollMs * 1.5)) {
      line.show(job.state === "waiting" ? "waiting …" : `${count(job.rows)} rows …`);
      await wait(pollMs);
      job = await client.call(getExport, { params });
    }
    return job;
  }).finally(line.end);
  if (job.state === "done") return job;
  throw new Failure(job.failure ?? `The export is ${job.state}.`);
}

function isUnderWay({ state }: ExportJob): boolean {
  return state === "waiting" || state === "running";
}

async function download(client: Client, job: ExportJob, out: string | undefined): Promise<void> {
  const response = await client.open(downloadExport, {
    params: { exportId: job.id },
    headers: { "accept-encoding": "identity" },
  });
  const body = Readable.fromWeb(response.body as ReadableStream);
  if (!out) return pipeline(body, process.stdout, { end: false });
  const partial = `${out}.part`;
  try {
    await pipeline(body, createWriteStream(partial));
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
