import { StringDecoder } from "node:string_decoder";
import type { ExportOptions } from "@weft/api/exports";
import { Problem } from "@weft/api/problems";
import { phrase } from "@weft/model/texts/phrase";

type Encoding = ExportOptions["csv"]["encoding"];

/** Turns a stream of UTF-8 chunks into another encoding; windows-1252 throws at the first sign it does not have. */
export function encodeText(encoding: Encoding): (chunk: Buffer) => Buffer {
  if (encoding === "utf-8") return (chunk) => chunk;
  const decoder = new StringDecoder("utf8");
  if (encoding === "utf-16le") return (chunk) => Buffer.from(decoder.write(chunk), "utf16le");
  let lines = 1;
  return (chunk) => {
    const text = decoder.write(chunk);
    const bytes = encodeWindows1252(text, lines);
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
    return bytes;
  };
}

/** Bytes 0x80 to 0x9f; a space stands where windows-1252 has nothing. Node 24's own decoder takes them for Latin-1. */
const windowsSigns = new Map([..."€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"].map((sign, index) => [sign, 0x80 + index]));

/** `line` is where the text begins in its file, for the sentence that names a sign that does not fit. */
function encodeWindows1252(text: string, line: number): Buffer {
  // oxlint-disable-next-line no-control-regex -- all of ASCII and the half of Latin-1 that is the same in windows-1252
  const special = /[^\u0000-\u007f\u00a0-\u00ff]/gu;
  if (!special.test(text)) return Buffer.from(text, "latin1");
  special.lastIndex = 0;
  const latin = text.replace(special, (sign: string, at: number) => {
    const byte = windowsSigns.get(sign);
    if (byte !== undefined) return String.fromCharCode(byte);
    const number = line + text.slice(0, at).split("\n").length - 1;
    const code = (sign.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");
    throw new Problem(
      "export.failed",
      phrase`Line ${number} of the file has the sign “${sign}” (U+${code}), which windows-1252 does not have. Export as UTF-8 or UTF-16.`,
    );
  });
  return Buffer.from(latin, "latin1");
}
