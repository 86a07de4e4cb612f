const valuesMax = 1000;
const keptMax = 60;
const keptBytesMax = 240;
const slots = 4096;

/** The different values of a column, counted exactly up to 1,000 of them (told apart by 64 bits of hash). */
export class DistinctValues {
  size = 0;
  /** More than 1,000: nothing is counted any more. */
  isOver = false;
  #low = new Int32Array(slots);
  #high = new Int32Array(slots);
  #counts = new Int32Array(slots);
  /** Slots of the first values, in order of appearance, with their text. */
  readonly #kept: { slot: number; text: string }[] = [];

  add(bytes: Buffer, start: number, end: number): void {
    let a = 0x811c9dc5 | 0;
    let b = 0x2545f491 | 0;
    for (let i = start; i < end; i++) {
      a = Math.imul(a ^ bytes[i]!, 0x01000193);
      b = Math.imul(b + bytes[i]!, 0x9e3779b1) ^ (b >>> 15);
    }
    a ^= a >>> 15;
    let slot = a & (slots - 1);
    for (;;) {
      const count = this.#counts[slot]!;
      if (count === 0) break;
      if (this.#low[slot] === a && this.#high[slot] === b) {
        this.#counts[slot] = count + 1;
        return;
      }
      slot = (slot + 1) & (slots - 1);
    }
    if (this.size === valuesMax) {
      this.isOver = true;
      return;
    }
    this.#low[slot] = a;
    this.#high[slot] = b;
    this.#counts[slot] = 1;
    this.size++;
    if (this.#kept.length < keptMax && end - start <= keptBytesMax) {
      this.#kept.push({ slot, text: bytes.toString("utf8", start, end) });
    }
  }

  /** The first 60 values of at most 240 bytes with how often each came. */
  first(): { text: string; count: number }[] {
    return this.#kept.map(({ slot, text }) => ({ text, count: this.#counts[slot]! }));
  }
}
