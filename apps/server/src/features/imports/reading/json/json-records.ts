import type { Reading } from "@weft/api/import-shapes";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { countLineEnds } from "../csv/detect-dialect.ts";
import { decodeSample, detectEncoding, markLength, toUtf8 } from "../csv/encoding.ts";
import type { FileSource } from "../reading-types.ts";
import type { RecordStream } from "../records/record-stream.ts";
import { readPart } from "../source/read-part.ts";
import type { RecordsPlace } from "./locate-records.ts";
import { locateRecords, skipString, skipValue } from "./locate-records.ts";
import { readJson } from "./read-json.ts";
import { readNdjson } from "./read-ndjson.ts";
import { isEvenlyNested, RecordColumns } from "./record-cells.ts";

const headBytes = 1024 * 1024;
const sampleMax = 100;

/** A JSON or NDJSON file as records; keys become columns in order of first appearance. */
export async function openJson(
  source: FileSource,
  format: "json" | "ndjson",
  given: Partial<Reading>,
  signal: AbortSignal,
): Promise<RecordStream> {
  const raw = await readPart(source, 0, headBytes);
  const encoding = given.encoding ?? detectEncoding([raw]);
  const head = decodeSample(raw, encoding, true);
  const place: RecordsPlace | null =
    format === "json" ? locateRecords(head, given.recordsPath) : { path: "", kind: "array", offset: 0 };
  if (!place) throw notThere(source, given.recordsPath, head);
  const nested = given.nested ?? (isEvenlyNested(sampleRecords(head, format, place)) ? "flatten" : "json");
  const columns = new RecordColumns(nested);
  let bytesRead = 0;
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of await source.open()) {
      signal.throwIfAborted();
      bytesRead += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  }
  const text = toUtf8(bytes(), encoding);
  const batches =
    format === "ndjson"
      ? readNdjson(text, columns, () => bytesRead)
      : readJson(text, { name: source.name, place, columns, bytesRead: () => bytesRead });
  return {
    reading: {
      format,
      encoding,
      separator: ",",
      quote: '"',
      escape: "double",
      preambleLines: 0,
      headerRows: 0,
      footerLines: 0,
      sheet: null,
      recordsPath: place.path,
      nested,
    },
    batches,
    headerRows: 0,
    width: Infinity,
    isHeaderShort: false,
    lineEnd: countLineEnds(head).kind,
    hasByteOrderMark: markLength(raw) > 0,
    sheets: [],
    hasTypes: true,
    names: () => columns.names(),
    warnings: () => [],
  };
}

function notThere(source: FileSource, path: string | undefined, head: Buffer): Problem {
  if (!path)
    return new Problem(
      "file.unreadable",
      phrase`${source.name} begins like JSON but holds no list of records: ${head.toString("utf8", 0, 40)}…`,
    );
  return new Problem(
    "file.unreadable",
    phrase`${source.name} has no list at the path ${path}. Choose the path of a list of records.`,
  );
}

/** The first records of the head that are whole. */
function sampleRecords(head: Buffer, format: "json" | "ndjson", place: RecordsPlace): unknown[] {
  const records: unknown[] = [];
  let at = format === "ndjson" || place.kind === "single" ? place.offset : place.offset + 1;
  while (records.length < sampleMax && at < head.length) {
    while (at < head.length && (head[at]! <= 32 || head[at] === 44)) at++;
    if (place.kind === "object" && head[at] === 34) {
      at = skipString(head, at, head.length);
      while (at > 0 && (head[at]! <= 32 || head[at] === 58)) at++;
    }
    const end = at < 0 || at >= head.length ? -1 : skipValue(head, at, head.length);
    if (end <= at) break;
    try {
      records.push(JSON.parse(head.toString("utf8", at, end)));
    } catch {
      break;
    }
    at = end;
  }
  return records;
}
