import { Problem } from "@weft/api/problems";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { isUtf8 } from "node:buffer";
import type { Batch } from "../records/batch.ts";
import { BatchBuilder } from "../records/batch.ts";
import type { RecordsPlace } from "./locate-records.ts";
import { skipString, skipValue } from "./locate-records.ts";
import type { RecordColumns } from "./record-cells.ts";
import { parseRecord } from "./record-cells.ts";

const recordBytesMax = 16 * 1024 * 1024;
const startBytes = 256 * 1024;

export interface JsonReading {
  name: string;
  place: RecordsPlace;
  columns: RecordColumns;
  bytesRead(): number;
}

/** Bytes of a stream in one buffer that moves on: what is consumed goes, what is asked for comes. */
class Window {
  bytes = Buffer.alloc(0) as Buffer;
  at = 0;
  isEnded = false;
  line = 1;
  /** Offset in the text of the window's first byte. */
  base = 0;
  readonly #stream: AsyncIterator<Buffer>;

  constructor(stream: AsyncIterable<Buffer>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  /** Appends the stream's next bytes; false at its end. Drops what lies before `at`. */
  async more(): Promise<boolean> {
    const next = await this.#stream.next();
    if (next.done) {
      this.isEnded = true;
      return false;
    }
    const chunks = [this.bytes.subarray(this.at), next.value];
    this.base += this.at;
    this.at = 0;
    let size = chunks[0]!.length + next.value.length;
    while (size < startBytes) {
      const further = await this.#stream.next();
      if (further.done) break;
      chunks.push(further.value);
      size += further.value.length;
    }
    this.bytes = Buffer.concat(chunks, size);
    return true;
  }

  /** Moves on to `next`, counting lines. */
  moveTo(next: number): void {
    for (let i = this.bytes.indexOf(10, this.at); i >= 0 && i < next; i = this.bytes.indexOf(10, i + 1)) this.line++;
    this.at = next;
  }

  async skipBlanks(alsoComma: boolean): Promise<number> {
    const comma = alsoComma ? 44 : 32;
    for (;;) {
      let i = this.at;
      while (i < this.bytes.length && isBlankOr(this.bytes[i]!, comma)) i++;
      this.moveTo(i);
      if (i < this.bytes.length) return this.bytes[i]!;
      if (!(await this.more())) return -1;
    }
  }

  /** Where the value at `at` ends, loading what it needs; -1 when the text ends before it does. */
  async endOfValue(find: (bytes: Buffer, from: number, end: number) => number): Promise<number> {
    for (;;) {
      const end = find(this.bytes, this.at, this.bytes.length);
      if (end >= 0) return end;
      if (this.bytes.length - this.at > recordBytesMax)
        throw new Problem(
          "file.unreadable",
          phrase`The record that begins on line ${this.line} is longer than 16 MB. Hand in smaller records, or give the path to the list that holds them.`,
        );
      const wanted = this.bytes.length - this.at;
      if (!(await this.more()) || this.bytes.length < wanted) return -1;
    }
  }
}

function isBlankOr(byte: number, other: number): boolean {
  return byte <= 32 || byte === other;
}

/** Reads the records at `place` of a JSON text (UTF-8) as batches; the text around them is checked too. Throws file.unreadable with line and offset of a fault. */
export async function* readJson(stream: AsyncIterable<Buffer>, reading: JsonReading): AsyncGenerator<Batch> {
  const { place, columns, name } = reading;
  const window = new Window(stream);
  const builder = new BatchBuilder();
  while (window.bytes.length <= place.offset && (await window.more()));
  const prefix = window.bytes.toString("utf8", 0, place.offset);
  window.moveTo(place.kind === "single" ? place.offset : place.offset + 1);
  const close = place.kind === "array" ? 93 : 125;
  for (let isOnly = false; !isOnly;) {
    isOnly = place.kind === "single";
    const first = await window.skipBlanks(true);
    if (first === close && !isOnly) break;
    if (first < 0) throw fault(name, window, phrase`ends before its records do: it was cut off`);
    const key = place.kind === "object" ? await readKey(name, window) : undefined;
    await readRecord({ name, window, columns, builder }, key);
    if (builder.isFull) yield builder.take(reading.bytesRead());
  }
  if (!builder.isEmpty) yield builder.take(reading.bytesRead());
  await checkRest(name, window, prefix, place);
}

async function readKey(name: string, window: Window): Promise<string> {
  const end = await window.endOfValue(skipString);
  if (end < 0 || window.bytes[window.at] !== 34) throw fault(name, window, phrase`has no key where one should stand`);
  const key = JSON.parse(window.bytes.toString("utf8", window.at, end)) as string;
  window.moveTo(end);
  if ((await window.skipBlanks(false)) !== 58) throw fault(name, window, phrase`lacks a colon behind a key`);
  window.moveTo(window.at + 1);
  await window.skipBlanks(false);
  return key;
}

async function readRecord(
  into: { name: string; window: Window; columns: RecordColumns; builder: BatchBuilder },
  key: string | undefined,
): Promise<void> {
  const { name, window, columns, builder } = into;
  const end = await window.endOfValue(skipValue);
  if (end < 0) throw fault(name, window, phrase`ends in the middle of a record that begins here: it was cut off`);
  const bytes = window.bytes.subarray(window.at, end);
  const { line } = window;
  const text = bytes.toString("utf8");
  if (!isUtf8(bytes)) {
    builder.addCell(text);
    builder.endRow(line, {
      code: "row.invalid_bytes",
      reason: phrase`holds bytes that are not UTF-8; save the file as UTF-8`,
    });
  } else {
    try {
      columns.add(parseRecord(text), builder, key);
    } catch (error) {
      throw faultIn(name, window, text, error);
    }
    builder.endRow(line);
  }
  window.moveTo(end);
}

/** What stands around the records must be JSON too: an empty list in their place must parse. */
async function checkRest(name: string, window: Window, prefix: string, place: RecordsPlace): Promise<void> {
  while (await window.more()) {
    if (window.bytes.length - window.at > recordBytesMax) return;
  }
  const { line } = window;
  const rest = window.bytes.toString("utf8", window.at);
  const text = place.kind === "single" ? `${prefix}0${rest}` : `${prefix}${place.kind === "array" ? "[" : "{"}${rest}`;
  try {
    JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch {
    throw new Problem(
      "file.unreadable",
      phrase`${name} is faulty JSON behind its last record, on line ${line} or below: a bracket is missing or something stands too much. Mend the end of the file.`,
    );
  }
}

function fault(name: string, window: Window, what: Phrase): Problem {
  return new Problem(
    "file.unreadable",
    phrase`${name} ${what} (line ${window.line}, byte ${window.base + window.at}). Mend it there, or export the file again.`,
  );
}

/** The place of a fault inside a record, from the parser's own position. */
function faultIn(name: string, window: Window, text: string, error: unknown): Problem {
  if (!(error instanceof SyntaxError)) throw error;
  const position = Number(/position (\d+)/u.exec(error.message)?.[1] ?? 0);
  const before = text.slice(0, position);
  const line = window.line + before.split("\n").length - 1;
  const what = error.message.replace(/ in JSON at position.*$/su, "").replace(/, ?".*$/su, "");
  return new Problem(
    "file.unreadable",
    phrase`${name} is faulty JSON on line ${line} (byte ${window.base + window.at + Buffer.byteLength(before)}): ${what}. Mend it there, or export the file again.`,
  );
}
