import type { Reading } from "@weft/api/import-shapes";
import { isUtf8 } from "node:buffer";
import { isUtf16 } from "../source/sniff-format.ts";

export type Encoding = Reading["encoding"];

/** Bytes of the byte order mark at the start of `head`, 0 when there is none. */
export function markLength(head: Buffer): number {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 3;
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) ? 2 : 0;
}

/**
 * The encoding by mark, else by content. Text that is not all UTF-8 counts as Windows-1252, unless it holds so many
 * well-formed UTF-8 characters that the others must be faults: then it is UTF-8, and their rows become rejects.
 */
export function detectEncoding(samples: Buffer[]): Encoding {
  const head = samples[0]!;
  if (markLength(head) === 3) return "utf-8";
  if (markLength(head) === 2) return head[0] === 0xff ? "utf-16le" : "utf-16be";
  const wide = isUtf16(head);
  if (wide) return wide;
  let good = 0;
  let bad = 0;
  for (const sample of samples) {
    if (isUtf8(sample)) continue;
    const counts = countCharacters(sample);
    good += counts.good;
    bad += counts.bad;
  }
  return isPlausibleUtf8(good, bad) ? "utf-8" : "windows-1252";
}

/** Whether faults are so rare among well-formed characters that the text is UTF-8 all the same. */
export function isPlausibleUtf8(good: number, bad: number): boolean {
  return bad === 0 || good > bad * 4;
}

/** Well-formed and malformed sequences beyond ASCII; those cut by the sample's ends do not count. */
function countCharacters(bytes: Buffer): { good: number; bad: number } {
  let good = 0;
  let bad = 0;
  let i = 0;
  while (i < 4 && (bytes[i]! & 0xc0) === 0x80) i++;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    const length =
      byte < 0x80
        ? 1
        : byte >= 0xf0 && byte < 0xf5
          ? 4
          : byte >= 0xe0 && byte < 0xf0
            ? 3
            : byte >= 0xc2 && byte < 0xe0
              ? 2
              : 0;
    if (i + length > bytes.length) break;
    const isGood = length > 0 && (length === 1 || isUtf8(bytes.subarray(i, i + length)));
    if (isGood && length > 1) good++;
    else if (!isGood) bad++;
    i += isGood ? length : 1;
  }
  return { good, bad };
}

/** The stream as UTF-8 without its mark. `utf-8` passes as it is: what is malformed in it is judged row by row. */
export async function* toUtf8(stream: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding === "utf-8") {
    let isFirst = true;
    for await (const chunk of stream) {
      const mark = isFirst ? markLength(chunk) : 0;
      isFirst = false;
      yield mark === 3 ? chunk.subarray(3) : chunk;
    }
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of stream) {
    const text = decoder.decode(chunk, { stream: true });
    if (text.length > 0) yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest.length > 0) yield Buffer.from(rest);
}

/** A sample as UTF-8 without its mark. */
export function decodeSample(sample: Buffer, encoding: Encoding, isHead: boolean): Buffer {
  if (encoding === "utf-8") return isHead ? sample.subarray(markLength(sample) === 3 ? 3 : 0) : sample;
  // Streaming also here: decoding Windows-1252 in one go, Node 24.9 takes 0x80–0x9f (€, ’) for control characters.
  return Buffer.from(new TextDecoder(encoding).decode(sample, { stream: true }));
}
