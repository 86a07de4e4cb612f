import type { ColumnProfile, ColumnReading } from "@weft/api/import-shapes";
import type { Field } from "@weft/model/fields/field";

type Candidate = ColumnProfile["candidates"][number];

/** What tells two readings of a column apart: the type, and of its options only what changes the values. */
export function readingKey({ shape, dateOrder, decimalMark }: ColumnReading): string {
  if (shape.type === "number") return `number ${shape.options.decimals} ${decimalMark}`;
  if (shape.type === "date") return `date ${dateOrder}`;
  if (shape.type === "datetime") return `datetime ${dateOrder} ${shape.options.zoned}`;
  return shape.type;
}

/** What the analysis says of reading a column so; undefined when it was not counted. */
export function findCandidate(column: ColumnProfile, reading: ColumnReading): Candidate | undefined {
  const key = readingKey(reading);
  return column.candidates.find((candidate) => readingKey(candidate.reading) === key);
}

/** The ways of reading a column that can fill a field: those of its type, the detected one and what fits best first. */
export function candidatesFor(column: ColumnProfile, { type, options }: Field): Candidate[] {
  const isWhole = type === "number" && options.decimals === 0;
  const detectedKey = readingKey(column.detected);
  const rank = ({ reading, misfits }: Candidate) => (readingKey(reading) === detectedKey ? -1 : misfits);
  return column.candidates
    .filter(({ reading: { shape } }) => {
      if (shape.type !== type) return false;
      return shape.type !== "number" || (shape.options.decimals === 0) === isWhole;
    })
    .sort((a, b) => rank(a) - rank(b));
}
