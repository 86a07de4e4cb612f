import type { FileCheck } from "@weft/api/hand-in-shapes";
import type { ColumnProfile, ColumnReading, ImportOptions, Profile } from "@weft/api/import-shapes";
import { isRejectNote } from "@weft/api/import-shapes";
import type { Field } from "@weft/model/fields/field";
import { planColumns } from "../imports/imports.columns.ts";

const examplesMax = 5;

/** A table as a file is held to it. */
interface Target {
  fields: readonly Field[];
  remembered: ReadonlyMap<string, string>;
}

/** What a person should know of their file before anybody loads it: columns, fields and cells that do not go together. */
export function checkFile(profile: Profile, options: ImportOptions, { fields, remembered }: Target): FileCheck {
  const { columns } = planColumns(profile, options, fields, remembered);
  const filled = new Set(columns.map(({ field }) => field.id));
  const taken = new Set(columns.map(({ index }) => index));
  const misfits = columns.flatMap(({ index, name, field, reading }) => {
    const column = profile.columns.find((each) => each.index === index);
    const candidate = column && findCandidate(column, reading);
    if (!candidate || candidate.misfits === 0) return [];
    const examples = candidate.examples.slice(0, examplesMax);
    return [{ column: name, type: field.type, count: candidate.misfits, examples }];
  });
  return {
    records: profile.records,
    unmatched: leftOver(profile, options, taken).map(({ name }) => name),
    missing: fields.filter(({ id }) => !filled.has(id)).map(({ name }) => name),
    misfits,
  };
}

/** The same choices, but that columns which fit no field are left out: a load would be refused for them. */
export function leaveOutUnmatched(profile: Profile, options: ImportOptions, target: Target): ImportOptions {
  const { columns } = planColumns(profile, options, target.fields, target.remembered);
  const skipped = leftOver(profile, options, new Set(columns.map(({ index }) => index)));
  return { ...options, columns: [...options.columns, ...skipped.map(({ index }) => ({ index, skip: true }))] };
}

function leftOver(profile: Profile, options: ImportOptions, taken: ReadonlySet<number>): ColumnProfile[] {
  const chosen = new Set(options.columns.map(({ index }) => index));
  return profile.columns.filter(
    ({ index }) => !taken.has(index) && !chosen.has(index) && !isRejectNote(profile.columns, index),
  );
}

/** What the one pass over the file counted for this way of reading a column. */
function findCandidate(column: ColumnProfile, reading: ColumnReading): ColumnProfile["candidates"][number] | undefined {
  const like = (key: (reading: ColumnReading) => string) =>
    column.candidates.find((candidate) => key(candidate.reading) === key(reading));
  // Other marks and orders are counted where they make a difference; where they do not, any of them has the count.
  return like(keyOf) ?? like((each) => keyOf({ ...each, dateOrder: "ymd", decimalMark: "." }));
}

function keyOf({ shape, dateOrder, decimalMark }: ColumnReading): string {
  if (shape.type === "number") return `number ${shape.options.decimals === 0} ${decimalMark}`;
  if (shape.type === "date") return `date ${dateOrder}`;
  if (shape.type === "datetime") return `datetime ${dateOrder} ${shape.options.zoned}`;
  return shape.type;
}
