/** Bits by kind of byte. A cell's mask is all its bytes' bits; most classes are ruled out by the mask alone. */
export const byteKind = {
  digit: 1,
  letter: 2,
  point: 4,
  sign: 8,
  slash: 16,
  space: 32,
  high: 64,
  at: 128,
  brace: 256,
  /** Backslash, tab, line break: COPY's text form escapes these. */
  escaped: 512,
  other: 1024,
  nul: 2048,
} as const;

/** Bits of every byte. */
export const byteKinds: Uint16Array = makeKinds();

function makeKinds(): Uint16Array {
  const kinds = new Uint16Array(256).fill(byteKind.other);
  const set = (characters: string, kind: number) => {
    for (const character of characters) kinds[character.charCodeAt(0)] = kind;
  };
  set("0123456789", byteKind.digit);
  set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", byteKind.letter);
  set(".,", byteKind.point);
  set("+-", byteKind.sign);
  set("/:", byteKind.slash);
  set(" '", byteKind.space);
  set("@", byteKind.at);
  set("{[", byteKind.brace);
  set("\\\t\n\r\v\f\b", byteKind.escaped);
  set("\0", byteKind.nul);
  for (let byte = 128; byte < 256; byte++) kinds[byte] = byteKind.high;
  return kinds;
}

/** The mask of the bytes from `start` to before `end`. */
export function maskOf(bytes: Uint8Array, start: number, end: number): number {
  let mask = 0;
  for (let i = start; i < end; i++) mask |= byteKinds[bytes[i]!]!;
  return mask;
}
