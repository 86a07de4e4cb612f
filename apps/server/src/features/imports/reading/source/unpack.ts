import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { FileSource, ReadingOptions } from "../reading-types.ts";

/** A folder of its own inside the temp folder, gone at the end of the `await using` block. */
export async function makeTempFolder(options: ReadingOptions): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(options.tempFolder, "reading-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A local file as a source. */
export async function fileSource(path: string, name: string): Promise<FileSource> {
  const { size } = await stat(path);
  return {
    name,
    sizeBytes: size,
    open: async (range) => createReadStream(path, { ...range, highWaterMark: 256 * 1024 }),
  };
}

/** Lets bytes through up to a limit; throws file.too_large beyond it. Counts what is really there, not what a header says. */
function limitBytes(name: string, bytesMax: number): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > bytesMax) done(tooLarge(name, bytesMax));
      else done(null, chunk);
    },
  });
}

export function tooLarge(name: string, bytesMax: number): Problem {
  const megabytes = Math.round(bytesMax / 1_000_000);
  return new Problem(
    "file.too_large",
    phrase`${name} unpacks to more than ${megabytes} MB, the most that is read. Split it, or hand in CSV.`,
  );
}

/** Writes a stream into a file of the folder, within the limit. Throws storage.full when the disk is. */
export async function writeLimited(
  stream: Readable,
  path: string,
  name: string,
  options: ReadingOptions,
): Promise<void> {
  try {
    await pipeline(stream, limitBytes(name, options.unpackedBytesMax), createWriteStream(path), {
      signal: options.signal,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
      throw new Problem(
        "storage.full",
        phrase`There is no room to unpack ${name}. Free some disk space and try again.`,
      );
    }
    throw error;
  }
}

/** The file inside a gzip, unpacked into `folder`. Throws file.unreadable when it is broken. */
export async function unpackGzip(source: FileSource, folder: string, options: ReadingOptions): Promise<FileSource> {
  const path = join(folder, "unpacked");
  const packed = await source.open();
  const gunzip = createGunzip();
  packed.on("error", (error) => gunzip.destroy(error));
  try {
    await writeLimited(packed.pipe(gunzip), path, source.name, options);
  } catch (error) {
    packed.destroy();
    if (!String((error as NodeJS.ErrnoException).code).startsWith("Z_")) throw error;
    throw new Problem(
      "file.unreadable",
      phrase`${source.name} is a broken or cut off gzip file. Pack it again, or hand it in unpacked.`,
    );
  }
  return fileSource(path, source.name.replace(/\.gz(?:ip)?$/iu, ""));
}
