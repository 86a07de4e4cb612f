import { dateForm } from "@weft/model/values/cell-class";
import { dateParts } from "@weft/model/values/date-class";

const tab = 9;
const lf = 10;
const backslash = 92;
const letterN = 78;
const zero = 48;

/** Grows as COPY's text form is written into it; `take` hands the bytes over. */
export class CopyBuffer {
  position = 0;
  #bytes: Buffer;
  readonly #startBytes: number;

  constructor(startBytes: number) {
    this.#startBytes = startBytes;
    this.#bytes = Buffer.allocUnsafeSlow(startBytes);
  }

  /** Makes room for `bytes` more. */
  reserve(bytes: number): void {
    if (this.position + bytes <= this.#bytes.length) return;
    const bigger = Buffer.allocUnsafeSlow((this.position + bytes) * 2);
    this.#bytes.copy(bigger, 0, 0, this.position);
    this.#bytes = bigger;
  }

  /** What was written; the caller owns it, the buffer begins anew. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.position);
    this.#bytes = Buffer.allocUnsafeSlow(this.#startBytes);
    this.position = 0;
    return taken;
  }

  tab(): void {
    this.#bytes[this.position++] = tab;
  }

  endRow(): void {
    this.#bytes[this.position++] = lf;
  }

  none(): void {
    this.#bytes[this.position++] = backslash;
    this.#bytes[this.position++] = letterN;
  }

  byte(byte: number): void {
    this.#bytes[this.position++] = byte;
  }

  /** A whole number from 0 on. */
  whole(value: number): void {
    let length = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) length++;
    let at = this.position + length;
    this.position = at;
    let rest = value;
    while (at > this.position - length) {
      const next = Math.floor(rest / 10);
      this.#bytes[--at] = zero + rest - next * 10;
      rest = next;
    }
  }

  /** Bytes that need no escape. */
  plain(source: Buffer, start: number, end: number): void {
    const bytes = this.#bytes;
    let to = this.position;
    if (end - start > 64) {
      source.copy(bytes, to, start, end);
      this.position = to + end - start;
      return;
    }
    for (let i = start; i < end; i++) bytes[to++] = source[i]!;
    this.position = to;
  }

  /** Bytes among which backslashes, tabs and line breaks may be. */
  escaped(source: Buffer, start: number, end: number): void {
    const bytes = this.#bytes;
    let to = this.position;
    for (let i = start; i < end; i++) {
      const byte = source[i]!;
      const letter = byte === tab ? 116 : byte === lf ? 110 : byte === 13 ? 114 : byte === backslash ? backslash : 0;
      if (letter === 0) bytes[to++] = byte;
      else {
        bytes[to++] = backslash;
        bytes[to++] = letter;
      }
    }
    this.position = to;
  }

  /** A number as PostgreSQL reads it: digits, sign, `.` and exponent; what groups the digits and a + are left out. */
  number(source: Buffer, start: number, end: number, mark: number): void {
    const bytes = this.#bytes;
    let to = this.position;
    for (let i = start; i < end; i++) {
      const byte = source[i]!;
      if ((byte >= zero && byte <= 57) || byte === 45 || (byte | 32) === 101) bytes[to++] = byte;
      else if (byte === mark) bytes[to++] = 46;
      else if (byte === 43 && i > start) bytes[to++] = byte;
    }
    this.position = to;
  }

  /** The date in `dateParts`, `YYYY-MM-DD`. */
  date(form: number, isMonthFirst: boolean): void {
    const { year, a, b } = dateParts;
    const isAb =
      form === dateForm.iso ||
      form === dateForm.named ||
      form === dateForm.mdy ||
      (form === dateForm.both && isMonthFirst);
    this.#two(Math.floor(year / 100));
    this.#two(year % 100);
    this.byte(45);
    this.#two(isAb ? a : b);
    this.byte(45);
    this.#two(isAb ? b : a);
  }

  /** The time in `dateParts`, ` HH:MM:SS.ffffff`, with its offset when `isZoned`. */
  time(isZoned: boolean): void {
    const { hour, minute, second, micros, offset } = dateParts;
    this.byte(32);
    this.#two(hour);
    this.byte(58);
    this.#two(minute);
    this.byte(58);
    this.#two(second);
    if (micros > 0) {
      this.byte(46);
      this.#two(Math.floor(micros / 10_000));
      this.#two(Math.floor(micros / 100) % 100);
      this.#two(micros % 100);
    }
    if (!isZoned) return;
    const minutes = Math.abs(offset);
    this.byte(offset < 0 ? 45 : 43);
    this.#two(Math.floor(minutes / 60));
    this.byte(58);
    this.#two(minutes % 60);
  }

  #two(value: number): void {
    const tens = Math.floor(value / 10);
    this.#bytes[this.position++] = zero + tens;
    this.#bytes[this.position++] = zero + value - tens * 10;
  }
}
