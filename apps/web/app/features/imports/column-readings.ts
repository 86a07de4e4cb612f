import type { ColumnProfile, ColumnReading } from "@weft/api/import-shapes";

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
