import type { FileFormat, Profile, Reading } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { join } from "node:path";
import { Readable } from "node:stream";
import { openCsv } from "../csv/csv-records.ts";
import { openJson } from "../json/json-records.ts";
import { openParquet } from "../parquet/parquet-records.ts";
import type { FileSource, ReadingOptions } from "../reading-types.ts";
import { readPart } from "../source/read-part.ts";
import type { Sniffed } from "../source/sniff-format.ts";
import { isExtensionWrong, sniffFormat } from "../source/sniff-format.ts";
import { fileSource, makeTempFolder, unpackGzip, writeLimited } from "../source/unpack.ts";
import type { Zip } from "../source/zip.ts";
import { openZip } from "../source/zip.ts";
import { openXlsx } from "../xlsx/xlsx-records.ts";
import type { RecordStream } from "./record-stream.ts";

const headBytes = 64 * 1024;

type OpenRecords = RecordStream & AsyncDisposable;

/**
 * The file as records by what it really is, whatever its name says. Unpacked copies go when it is disposed of.
 * Throws Problem file.* with place and remedy.
 */
export async function openRecords(
  source: FileSource,
  given: Partial<Reading>,
  options: ReadingOptions,
): Promise<OpenRecords> {
  await using stack = new AsyncDisposableStack();
  const opened = await openAny(source, given, options, stack);
  const { format } = opened.records.reading;
  const warnings: Profile["warnings"] = isExtensionWrong(source.name, format, opened.isPacked)
    ? [{ code: "extension_differs", count: 1, line: null }]
    : [];
  const kept = stack.move();
  return {
    ...opened.records,
    warnings: () => [...warnings, ...opened.records.warnings()],
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

interface Opened {
  records: RecordStream;
  isPacked: boolean;
}

async function openAny(
  source: FileSource,
  given: Partial<Reading>,
  options: ReadingOptions,
  stack: AsyncDisposableStack,
): Promise<Opened> {
  if (source.sizeBytes === 0)
    throw new Problem("file.empty", phrase`${source.name} is empty: it has no bytes. Hand in a file with data.`);
  const found = sniffFormat(await readPart(source, 0, headBytes), source.name);
  if (found === "gzip") {
    const folder = stack.use(await makeTempFolder(options));
    const unpacked = await unpackGzip(source, folder.path, options);
    return { ...(await openAny(unpacked, given, options, stack)), isPacked: true };
  }
  if (found === "zip") {
    const zip = stack.adopt(await openZip(source, options.unpackedBytesMax), (opened) => opened.close());
    if (isWorkbook(zip)) return { records: await openXlsx(source, zip, given, options), isPacked: false };
    return { ...(await openAny(await unpackOnly(source, zip, options, stack), given, options, stack)), isPacked: true };
  }
  if (found === "parquet") {
    const folder = stack.use(await makeTempFolder(options));
    return { records: await openParquet(source, folder.path, options), isPacked: false };
  }
  const format = chooseText(found, given.format);
  if (format === "csv") return { records: await openCsv(source, given, options.signal), isPacked: false };
  return { records: await openJson(source, format, given, options.signal), isPacked: false };
}

/** Among the text formats a person's choice wins; packed and binary ones are what they are. */
function chooseText(found: Exclude<Sniffed, "zip" | "gzip">, given: FileFormat | undefined): "csv" | "json" | "ndjson" {
  const format = given ?? found;
  return format === "json" || format === "ndjson" ? format : "csv";
}

function isWorkbook(zip: Zip): boolean {
  return zip.names.some((name) => /(?:^|\/)workbook\.xml$/u.test(name));
}

/** The one file that a zip holds, unpacked. */
async function unpackOnly(
  source: FileSource,
  zip: Zip,
  options: ReadingOptions,
  stack: AsyncDisposableStack,
): Promise<FileSource> {
  const names = zip.names.filter((name) => !name.endsWith("/") && !/(?:^|\/)(?:__MACOSX\/|\.)/u.test(name));
  const [only] = names;
  if (names.length !== 1 || only === undefined) {
    const listed = names.slice(0, 5).join(", ");
    throw new Problem(
      "file.unreadable",
      phrase`${source.name} is a ZIP archive of ${names.length} files (${listed}). Unpack it and hand in the one with the table.`,
    );
  }
  const folder = stack.use(await makeTempFolder(options));
  const path = join(folder.path, "unpacked");
  await writeLimited(Readable.from(await zip.open(only)), path, source.name, options);
  return fileSource(path, only.split("/").at(-1)!);
}
