import type { FieldOptions, FieldShape, FieldType } from "@weft/model/fields/field";
import type { RawBuilder } from "kysely";
import { sql } from "kysely";
import { columnType } from "../tables/tables.catalog.ts";

type Sql = RawBuilder<unknown>;

/** How cells of one type become cells of another, as SQL. */
export interface Conversion {
  /** The new value; null where there is none. */
  value: Sql;
  /** Whether a cell says afterwards all that it said before. */
  isKept: Sql;
  /** Whether there is anything in the cell; blank text counts as nothing where the new type has no blanks. */
  isFilled: Sql;
  /** Whether cells that are kept are the very same value in the same SQL type: no need to write the table anew. */
  isSame: boolean;
}

type OptionsOf = FieldOptions[keyof FieldOptions];
const textual: ReadonlySet<FieldType> = new Set(["text", "long_text", "choice", "url", "email"]);

/** The conversion of a column; `column` is an SQL expression of the old type. */
export function conversionOf(column: Sql, from: FieldShape, to: FieldShape): Conversion {
  const direct = directReaders[from.type]?.[to.type]?.(column, from.options, to.options);
  const read = direct ?? readers[to.type](writers[from.type](column, from.options), to.options as never);
  const hasBlanks = textual.has(from.type) && to.type !== "text" && to.type !== "long_text";
  return {
    value: sql`(case when ${read.isReadable} then ${read.value} end)`,
    isKept: read.isKept,
    isFilled: hasBlanks ? sql`(${column} is not null and ${column} !~ '^\\s*$')` : sql`(${column} is not null)`,
    isSame: columnType(from) === columnType(to) && (from.type === to.type || (textual.has(from.type) && !hasBlanks)),
  };
}

/** A cell as text, in the form people and programs get it. */
export function textOf(column: Sql, from: FieldShape): Sql {
  return writers[from.type](column, from.options);
}

const same = (column: Sql): Sql => column;
const writers: Record<FieldType, (column: Sql, options: OptionsOf) => Sql> = {
  text: same,
  long_text: same,
  choice: same,
  url: same,
  email: same,
  number: (column) => sql`trim_scale(${column}::numeric)::text`,
  boolean: (column) => sql`${column}::text`,
  date: (column) => sql`to_char(${column}, 'YYYY-MM-DD')`,
  datetime: (column, options) => {
    const isZoned = (options as FieldOptions["datetime"]).zoned;
    const clock = isZoned ? sql`(${column} at time zone 'UTC')` : column;
    const text = sql`regexp_replace(to_char(${clock}, 'YYYY-MM-DD"T"HH24:MI:SS.US'), '\\.?0+$', '')`;
    // Whole minutes lose their seconds' zeros above: they are put back.
    const whole = sql`case when ${clock} = date_trunc('second', ${clock}) then to_char(${clock}, 'YYYY-MM-DD"T"HH24:MI:SS') else ${text} end`;
    return isZoned ? sql`((${whole}) || 'Z')` : sql`(${whole})`;
  },
  json: (column) =>
    sql`(case jsonb_typeof(${column}) when 'string' then ${column} #>> '{}' when 'null' then null else ${column}::text end)`,
};

interface Reading {
  isReadable: Sql;
  value: Sql;
  isKept: Sql;
}

function whole(value: Sql): Reading {
  return { isReadable: sql`true`, value, isKept: sql`(${value} is not null)` };
}

function where(isReadable: Sql, value: Sql): Reading {
  return { isReadable, value, isKept: sql`coalesce(${isReadable}, false)` };
}

const readers: { [T in FieldType]: (text: Sql, options: FieldOptions[T]) => Reading } = {
  text: whole,
  long_text: whole,
  number: (text, options) => {
    const read = readNumber(sql`weft.text_to_number(${text})`, options);
    // 007 becomes 7, which says less: it counts as lost.
    return { ...read, isKept: sql`(${read.isKept} and ${text} !~ '^\\s*[+-]?0\\d')` };
  },
  boolean: (text) => {
    const word = sql`lower(btrim(${text}))`;
    const yes = sql`${word} in ('true', 'yes', 'y', 't', '1', 'on', 'oui', 'vrai', 'ja', 'wahr', 'sí', 'si')`;
    const no = sql`${word} in ('false', 'no', 'n', 'f', '0', 'off', 'non', 'faux', 'nein', 'falsch')`;
    return where(sql`(${yes} or ${no})`, yes);
  },
  date: (text) => readDay(sql`weft.text_to_wall_clock(${text})`),
  datetime: (text, { zoned }) => {
    if (zoned) return whole(sql`weft.text_to_instant(${text})`);
    const clock = sql`weft.text_to_wall_clock(${text})`;
    // An offset cannot be kept in a field without time zone.
    return {
      isReadable: sql`true`,
      value: clock,
      isKept: sql`(${clock} is not null and ${text} !~* ':\\d{2}(\\.\\d+)? ?(z|[+-]\\d{2}:?\\d{2})\\s*$')`,
    };
  },
  choice: (text, { choices }) => {
    // Literals, for ALTER TABLE takes no parameters.
    const names = sql`array[${sql.join(choices.map((choice) => sql.lit(choice.name)))}]::text[]`;
    return where(sql`btrim(${text}) = any(${names})`, sql`btrim(${text})`);
  },
  url: (text) => where(sql`btrim(${text}) ~* '^[a-z][a-z0-9+.-]*:\\S+$'`, sql`btrim(${text})`),
  email: (text) => where(sql`btrim(${text}) ~ '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$'`, sql`btrim(${text})`),
  json: (text) => whole(sql`weft.text_to_json(${text})`),
};

function readNumber(number: Sql, { decimals }: FieldOptions["number"]): Reading {
  if (decimals === null) return whole(number);
  const rounded = sql`round(${number}, ${sql.lit(decimals)})`;
  const isKept = sql`coalesce(scale(trim_scale(${number})) <= ${sql.lit(decimals)}, false)`;
  if (decimals > 0) return { isReadable: sql`true`, value: rounded, isKept };
  const fits = sql`${rounded} between -9223372036854775808 and 9223372036854775807`;
  return { isReadable: fits, value: sql`${rounded}::bigint`, isKept: sql`(${isKept} and ${fits})` };
}

function readDay(clock: Sql): Reading {
  return {
    isReadable: sql`true`,
    value: sql`${clock}::date`,
    isKept: sql`coalesce(${clock}::time = '00:00', false)`,
  };
}

type Direct = (column: Sql, from: OptionsOf, to: OptionsOf) => Reading;
const isZoned = (options: OptionsOf) => (options as FieldOptions["datetime"]).zoned;

/** Pairs that do better than by way of text. */
const directReaders: Partial<Record<FieldType, Partial<Record<FieldType, Direct>>>> = {
  number: { number: (column, _, to) => readNumber(sql`${column}::numeric`, to as FieldOptions["number"]) },
  boolean: {
    boolean: whole,
    number: (column, _, to) => readNumber(sql`${column}::int::numeric`, to as FieldOptions["number"]),
    json: (column) => whole(sql`to_jsonb(${column})`),
  },
  date: {
    date: whole,
    datetime: (column, _, to) =>
      whole(isZoned(to) ? sql`(${column}::timestamp at time zone 'UTC')` : sql`${column}::timestamp`),
  },
  datetime: {
    date: (column, from) => readDay(isZoned(from) ? sql`(${column} at time zone 'UTC')` : column),
    datetime: (column, from, to) => whole(isZoned(from) === isZoned(to) ? column : sql`(${column} at time zone 'UTC')`),
  },
  json: { json: whole },
};
