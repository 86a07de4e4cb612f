/** Every type a field can have. A new one needs an entry in each `Record<FieldType, …>`, or nothing compiles. */
export const fieldTypes = [
  "text",
  "long_text",
  "number",
  "boolean",
  "date",
  "datetime",
  "choice",
  "url",
  "email",
  "json",
] as const;

export type FieldType = (typeof fieldTypes)[number];

/** One of the values a choice field offers; cells hold the name itself. */
export interface Choice {
  name: string;
  /** One of `choiceColors`. */
  color: ChoiceColor;
}

export const choiceColors = [
  "gray",
  "blue",
  "green",
  "yellow",
  "orange",
  "red",
  "pink",
  "purple",
  "teal",
  "brown",
] as const;
export type ChoiceColor = (typeof choiceColors)[number];

/** What can be set for a field of each type. */
export interface FieldOptions {
  text: Record<string, never>;
  long_text: Record<string, never>;
  /** decimals 0 = whole numbers (stored as bigint); null = as many as a value has (stored as numeric). */
  number: { decimals: number | null };
  boolean: Record<string, never>;
  date: Record<string, never>;
  /** zoned = an instant (timestamptz), shown in the person's zone; otherwise a wall-clock time, shown as it is. */
  datetime: { zoned: boolean };
  choice: { choices: Choice[] };
  url: Record<string, never>;
  email: Record<string, never>;
  json: Record<string, never>;
}

/** A field's type with the options of that type. */
export type FieldShape = { [T in FieldType]: { type: T; options: FieldOptions[T] } }[FieldType];

export type Field = FieldShape & { id: string; name: string; description: string | null };

/**
 * A cell as JSON carries it. number: a JSON number where a double holds it exactly, else its digits as a string;
 * date `YYYY-MM-DD`; datetime ISO 8601 with offset when zoned, without otherwise; json: any JSON value.
 */
export type CellValue = string | number | boolean | null | JsonValue;
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** The options a field of `type` starts with. */
export function defaultOptions(type: FieldType): FieldShape["options"] {
  return structuredClone(defaults[type]);
}

const defaults: { [T in FieldType]: FieldOptions[T] } = {
  text: {},
  long_text: {},
  number: { decimals: null },
  boolean: {},
  date: {},
  datetime: { zoned: false },
  choice: { choices: [] },
  url: {},
  email: {},
  json: {},
};

/** PostgreSQL's own bounds, told to people before the database would: columns a table, characters a name. */
export const limits = {
  fieldsMax: 600,
  nameLengthMax: 120,
  cellBytesMax: 1_048_576,
  batchRowsMax: 1000,
  /** Of one write in one go. */
  writeRowsMax: 20_000,
  writeCellsMax: 100_000,
} as const;
