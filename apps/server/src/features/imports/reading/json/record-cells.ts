import type { BatchBuilder } from "../records/batch.ts";
import { cellFlag } from "../records/batch.ts";

/** A number kept as its digits (`JSON.rawJSON`). */
interface RawNumber {
  rawJSON: string;
}

interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}
const exact = JSON as unknown as ExactJson;

/** Digits that a double may not hold, or an exponent. */
const inexact = /[\d.]{16}|\d[eE]/u;

/** Parses a record; numbers that a double would change are kept as their digits. Throws SyntaxError. */
export function parseRecord(text: string): unknown {
  if (!inexact.test(text)) return JSON.parse(text);
  return exact.parse(text, (_, value, context) =>
    typeof value === "number" && context.source !== undefined ? exact.rawJSON(context.source) : value,
  );
}

/** Gives each key of the records its column, in order of first appearance: the same file always gives the same columns. */
export class RecordColumns {
  readonly #indexes = new Map<string, number>();
  readonly #isFlat: boolean;
  #texts: (string | null)[] = [];
  #flags: number[] = [];

  constructor(nested: "json" | "flatten") {
    this.#isFlat = nested === "flatten";
  }

  names(): string[] {
    return [...this.#indexes.keys()];
  }

  /** Adds a record's cells to the builder (without ending the row). `key` stands in front when records have keys. */
  add(record: unknown, builder: BatchBuilder, key?: string): void {
    this.#texts = [];
    this.#flags = [];
    if (key !== undefined) this.#put("key", key);
    if (typeof record === "object" && record !== null && !exact.isRawJSON(record)) {
      const isList = Array.isArray(record);
      for (const [name, value] of Object.entries(record))
        this.#put(isList ? `Column ${Number(name) + 1}` : name, value);
    } else this.#put("value", record);
    for (let i = 0; i < this.#texts.length; i++) builder.addCell(this.#texts[i] ?? null, this.#flags[i] ?? 0);
  }

  #put(name: string, value: unknown): void {
    if (this.#isFlat && isPlainObject(value)) {
      for (const [key, inner] of Object.entries(value)) this.#put(`${name}.${key}`, inner);
      return;
    }
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = this.#indexes.size;
      this.#indexes.set(name, index);
    }
    if (typeof value === "string") {
      this.#texts[index] = value;
      this.#flags[index] = cellFlag.string;
    } else this.#texts[index] = toText(value);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !exact.isRawJSON(value);
}

function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (exact.isRawJSON(value)) return value.rawJSON;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const sampleKeysMax = 60;

/** Whether records nest so evenly that a column for each inner key is what people expect: the same keys wherever an object stands. */
export function isEvenlyNested(records: unknown[]): boolean {
  const shapes = new Map<string, string>();
  let hasNested = false;
  for (const record of records) {
    if (!isPlainObject(record)) return false;
    for (const [name, value] of Object.entries(record)) {
      if (value === null) continue;
      if (!isPlainObject(value)) {
        if (shapes.has(name)) return false;
        continue;
      }
      hasNested = true;
      const keys = Object.keys(value);
      const shape = keys.join("\n");
      if (keys.length > sampleKeysMax || (shapes.get(name) ?? shape) !== shape) return false;
      shapes.set(name, shape);
    }
  }
  return hasNested;
}
