import type { FileSource } from "../reading-types.ts";

/** The bytes of `source` from `start`, `length` of them or as many as there are. */
export async function readPart(source: FileSource, start: number, length: number): Promise<Buffer> {
  const end = Math.min(source.sizeBytes, start + length) - 1;
  if (end < start) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  for await (const chunk of await source.open({ start, end })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
