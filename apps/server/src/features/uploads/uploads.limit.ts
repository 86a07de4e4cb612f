import type { Readable } from "node:stream";
import { Transform, pipeline } from "node:stream";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";

/** Refuses a file larger than the instance takes. */
export function tooLarge(bytesMax: number): Problem {
  return new Problem(
    "request.too_large",
    phrase`Files may have at most ${bytesMax} bytes here. Split the file, or ask the people who run this instance for more.`,
  );
}

/** The same bytes; fails as soon as there are more than `bytesMax`, or when the sender breaks off. */
export function limitBytes(body: Readable, bytesMax: number): Readable {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      done(bytes > bytesMax ? tooLarge(bytesMax) : null, chunk);
    },
  });
  // An error of either end destroys both; whoever reads the counter meets it there.
  pipeline(body, counter, () => {});
  return counter;
}
