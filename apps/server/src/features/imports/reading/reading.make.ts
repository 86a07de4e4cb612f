import type { Profile, Reading } from "@weft/api/import-shapes";
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { analyseFile, copyRows } from "./reading.ts";
import type { ColumnPlan, FileSource, LoadReject } from "./reading.ts";
import type { ReadingOptions } from "./reading-types.ts";

/** A file of these bytes; it comes in small chunks so that every boundary is met. */
export function sourceOf(content: Buffer | string, name = "file.csv", chunkBytes = 64 * 1024): FileSource {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return {
    name,
    sizeBytes: bytes.length,
    open: async (range) => {
      const part = bytes.subarray(range?.start ?? 0, (range?.end ?? bytes.length - 1) + 1);
      const chunks = Array.from({ length: Math.ceil(part.length / chunkBytes) }, (_, i) =>
        Buffer.from(part.subarray(i * chunkBytes, (i + 1) * chunkBytes)),
      );
      return Readable.from(chunks);
    },
  };
}

export function readingOptions(more: Partial<ReadingOptions> = {}): ReadingOptions {
  return {
    onProgress: () => {},
    signal: new AbortController().signal,
    unpackedBytesMax: 1_000_000_000,
    tempFolder: tmpdir(),
    ...more,
  };
}

/** The rows of COPY's text form: undone escapes, null for \N, without the row id. */
function parseCopy(text: string): (string | null)[][] {
  const letters: Record<string, string> = { t: "\t", n: "\n", r: "\r", "\\": "\\" };
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) =>
      line
        .split("\t")
        .slice(1)
        .map((cell) => (cell === "\\N" ? null : cell.replaceAll(/\\(.)/gu, (_, letter: string) => letters[letter]!))),
    );
}

export interface Loaded {
  profile: Profile;
  rows: (string | null)[][];
  rejects: LoadReject[];
}

/** Copies with the given plan. */
export async function copyAll(
  source: FileSource,
  reading: Reading,
  plan: ColumnPlan[],
): Promise<Omit<Loaded, "profile"> & { newChoices: Map<number, string[]> }> {
  const rejects: LoadReject[] = [];
  const copy = copyRows(source, reading, plan, {
    ...readingOptions(),
    firstRow: 1,
    onReject: (reject) => rejects.push(reject),
  });
  const chunks: Buffer[] = [];
  for await (const chunk of copy.chunks) chunks.push(chunk);
  const rows = parseCopy(Buffer.concat(chunks).toString("utf8"));
  const { read, loaded, rejected, newChoices } = copy.result();
  if (read !== loaded + rejected || loaded !== rows.length || rejected !== rejects.length)
    throw new Error("read = loaded + rejected does not hold");
  return { rows, rejects, newChoices };
}

/** The whole way of a file that nobody changes anything about: analysed, then copied as detected. */
export async function loadFile(source: FileSource, given: Partial<Reading> = {}, text = false): Promise<Loaded> {
  const profile = await analyseFile(source, given, { ...readingOptions(), text });
  const plan = profile.columns.map((column) => ({ index: column.index, name: column.name, reading: column.detected }));
  const { rows, rejects } = await copyAll(source, profile.reading, plan);
  if (rows.length + rejects.length !== profile.records) throw new Error("both passes must see the same records");
  return { profile, rows, rejects };
}

/** Names and types of a profile, `amount: number2,`: the decimals when fixed, a comma mark, the date order. */
export function typesOf(profile: Profile): string[] {
  return profile.columns.map(({ name, detected }) => {
    const { type, options } = detected.shape;
    const decimals = type === "number" ? ((options as { decimals: number | null }).decimals ?? "") : "";
    const mark = type === "number" && detected.decimalMark === "," ? "," : "";
    const order =
      (type === "date" || type === "datetime") && detected.dateOrder !== "ymd" ? ` ${detected.dateOrder}` : "";
    const zone = type === "datetime" && (options as { zoned: boolean }).zoned ? " zoned" : "";
    return `${name}: ${type}${decimals}${mark}${order}${zone}`;
  });
}
