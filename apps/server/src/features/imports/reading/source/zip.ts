import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import type { Readable } from "node:stream";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream";
import type { Entry, ZipFile } from "yauzl";
import { fromRandomAccessReader, RandomAccessReader } from "yauzl";
import type { FileSource } from "../reading-types.ts";
import { tooLarge } from "./unpack.ts";

const entriesMax = 10_000;

class SourceReader extends RandomAccessReader {
  readonly #source: FileSource;

  constructor(source: FileSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const through = new PassThrough();
    this.#source.open({ start, end: end - 1 }).then(
      (stream) => pipeline(stream, through, () => {}),
      (error: unknown) => through.destroy(error as Error),
    );
    return through;
  }
}

/** A zip whose entries are opened by name; all that is unpacked from it together stays within the limit. */
export interface Zip {
  names: string[];
  /** The entry's bytes; throws file.too_large while they stream when the limit is passed. */
  open(name: string): Promise<AsyncIterable<Buffer>>;
  close(): void;
}

/** Opens a zip and reads its directory. Throws file.unreadable when it is broken, locked or holds too many files. */
export async function openZip(source: FileSource, bytesMax: number): Promise<Zip> {
  const file = await new Promise<ZipFile>((resolve, reject) => {
    fromRandomAccessReader(
      new SourceReader(source),
      source.sizeBytes,
      { lazyEntries: true, autoClose: false },
      (error, zip) => (error ? reject(broken(source)) : resolve(zip)),
    );
  });
  const entries = await listEntries(file, source);
  let unpacked = 0;
  return {
    names: [...entries.keys()],
    async open(name) {
      const entry = entries.get(name);
      if (!entry) throw broken(source);
      if (entry.isEncrypted())
        throw new Problem("file.unreadable", phrase`${source.name} is locked with a password. Save it without one.`);
      const stream = await new Promise<Readable>((resolve, reject) => {
        file.openReadStream(entry, (error, opened) => (error ? reject(broken(source)) : resolve(opened)));
      });
      return count(stream);
    },
    close: () => file.close(),
  };

  async function* count(stream: Readable): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of stream) {
        unpacked += (chunk as Buffer).length;
        if (unpacked > bytesMax) throw tooLarge(source.name, bytesMax);
        yield chunk as Buffer;
      }
    } catch (error) {
      throw error instanceof Problem ? error : broken(source);
    } finally {
      stream.destroy();
    }
  }
}

function listEntries(file: ZipFile, source: FileSource): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    if (file.entryCount > entriesMax) {
      reject(
        new Problem(
          "file.unreadable",
          phrase`${source.name} holds ${file.entryCount} files. Hand in the one with the table.`,
        ),
      );
      return;
    }
    file.on("entry", (entry: Entry) => {
      entries.set(entry.fileName, entry);
      file.readEntry();
    });
    file.on("end", () => resolve(entries));
    file.on("error", () => reject(broken(source)));
    file.readEntry();
  });
}

function broken(source: FileSource): Problem {
  return new Problem(
    "file.unreadable",
    phrase`${source.name} is a broken or cut off ZIP or XLSX file. Save or send it again.`,
  );
}
