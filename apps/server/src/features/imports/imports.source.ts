import type { Hash } from "node:crypto";
import { createHash } from "node:crypto";
import { Transform, pipeline } from "node:stream";
import type { Weft } from "../../weft.ts";
import type { ImportRow } from "./imports.store.ts";
import type { FileSource } from "./reading/reading.ts";

/** The file of an import, as the readers want it. */
export function openSource(
  weft: Weft,
  row: Pick<ImportRow, "upload_name" | "upload_bytes" | "object_key">,
): FileSource {
  return {
    name: row.upload_name,
    sizeBytes: row.upload_bytes,
    open: (range) => weft.objects.get(row.object_key, range),
  };
}

/**
 * The same file, its SHA-256 computed from the bytes that are read anyway. `digest` (hexadecimal) reads it once more
 * only when nobody has read it from end to end, as with formats that are read in pieces.
 */
export function hashWhileReading(source: FileSource): { source: FileSource; digest(): Promise<string> } {
  let known: string | null = null;
  const open: FileSource["open"] = async (range) => {
    const stream = await source.open(range);
    if (range || known) return stream;
    const hash: Hash = createHash("sha256");
    const tee = new Transform({
      highWaterMark: 1024 * 1024,
      transform(chunk: Buffer, _, done) {
        hash.update(chunk);
        done(null, chunk);
      },
      flush(done) {
        known = hash.digest("hex");
        done();
      },
    });
    pipeline(stream, tee, () => {});
    return tee;
  };
  return {
    source: { ...source, open },
    async digest() {
      if (!known) for await (const _ of await open()) continue;
      return known ?? createHash("sha256").digest("hex");
    },
  };
}
