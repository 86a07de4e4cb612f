import type { CellValue, Field, FieldType } from "@weft/model/fields/field";
import type { Histogram, SummaryKind, SummaryValue } from "@weft/model/summaries";
import { histogramBarsMax } from "@weft/model/summaries";
import { columnType } from "../tables/tables.catalog.ts";
import { columnOf } from "./rows.filter-sql.ts";

/** A figure of a field that is asked for. */
export interface WantedFigure {
  field: Field;
  /** As the caller calls the field. */
  name: string;
  kind: SummaryKind;
}

/** Kinds an aggregate gives, so that groups can have them too. */
type AggregateKind = Exclude<SummaryKind, "histogram">;

const texts = new Set<FieldType>(["text", "long_text", "choice", "url", "email"]);

/** A field's cell with empty texts as null. */
function filledCell(field: Field): string {
  return texts.has(field.type) ? `nullif(${columnOf(field)}, '')` : columnOf(field);
}

const aggregates: Record<AggregateKind, (field: Field) => string> = {
  count: () => "count(*)",
  filled: (field) => `count(${filledCell(field)})`,
  empty: (field) => `count(*) - count(${filledCell(field)})`,
  filled_share: (field) => `count(${filledCell(field)})::float8 / nullif(count(*), 0)`,
  unique: (field) => `count(distinct ${filledCell(field)})`,
  sum: (field) => `sum(${columnOf(field)})`,
  mean: (field) => `avg(${columnOf(field)})::float8`,
  median: (field) => medianOf(`percentile_disc(array[0.5, 0.500000001]) within group (order by ${columnOf(field)})`),
  min: (field) => `min(${columnOf(field)})`,
  max: (field) => `max(${columnOf(field)})`,
  range: (field) => {
    const range = `max(${columnOf(field)}) - min(${columnOf(field)})`;
    return field.type === "datetime" ? `extract(epoch from ${range})` : range;
  },
};

/** One sort gives both middle values, exact for any number of digits; of an odd number of rows they are the same. */
function medianOf(middle: string): string {
  return `trim_scale(((${middle})[1]::numeric + (${middle})[2]) / 2)`;
}

/** Aggregates of an own sort or hash each; beside others they would keep those from being computed in parallel. */
const alone = new Set<SummaryKind>(["unique", "median", "histogram"]);

/** Whether a figure goes into a statement part of its own. */
export function standsAlone({ kind }: WantedFigure): boolean {
  return alone.has(kind);
}

/** An aggregate over rows of the table `t`, as the text of its JSON value; making JSON of numbers costs 3 µs and changes nothing. */
export function aggregateSql({ field, kind }: WantedFigure): string {
  const sql = aggregates[kind as AggregateKind](field);
  const isCell = kind === "min" || kind === "max";
  return isCell && field.type !== "number" ? `to_json(${sql}) #>> '{}'` : `(${sql})::text`;
}

/** Whether a figure divides what lies between the least and the greatest cell, so that these two are needed first. */
export function hasBars({ field, kind }: WantedFigure): boolean {
  return kind === "histogram" && field.type !== "choice" && field.type !== "boolean";
}

/** The least and the greatest cell as aggregates, in the columns that `figureSql` takes them from. */
export function endsSql({ field }: WantedFigure, index: number): string[] {
  return [`min(${columnOf(field)}) as least${index}`, `max(${columnOf(field)}) as greatest${index}`];
}

/**
 * A figure as a query of its own; `from` says table and condition. One with bars finds the ends of figure `index` in the
 * table expression `q`.
 */
export function figureSql(figure: WantedFigure, index: number, from: string, condition: string | null): string {
  const { field, kind } = figure;
  const where = (more: string) => `where ${[condition, more].filter(Boolean).join(" and ")}`;
  const filled = filledCell(field);
  // Hashed, and in parallel; count(distinct …) sorts all rows.
  if (kind === "unique")
    return `select count(*)::text from (select from ${from} ${where(`${filled} is not null`)} group by ${filled}) d`;
  if (hasBars(figure)) return barsSql(field, index, `from ${from} ${where(`${columnOf(field)} is not null`)}`);
  if (kind === "histogram") return valuesSql(filled, from, where);
  return `select ${aggregateSql(figure)} from ${from} ${condition ? `where ${condition}` : ""}`;
}

function valuesSql(value: string, from: string, where: (more: string) => string): string {
  return `select json_build_object(
      'values', coalesce(json_agg(json_build_object('value', v.value, 'rows', v.rows) order by v.place)
        filter (where v.place <= ${histogramBarsMax}), '[]'),
      'others', coalesce(sum(v.rows) filter (where v.place > ${histogramBarsMax}), 0))::text
    from (select value, rows, row_number() over (order by rows desc, value) as place
      from (select ${value} as value, count(*) as rows from ${from} ${where(`${value} is not null`)} group by 1) g) v`;
}

/**
 * Bars of whole numbers and days hold whole ones: as many as there are, up to the most. A row's bar is found by scalars that are
 * worked out before, for a join with them would keep the rows from being read in parallel.
 */
function barsSql(field: Field, index: number, fromRows: string): string {
  const [least, greatest] = [`q.least${index}`, `q.greatest${index}`];
  const isWhole = field.type === "date" || columnType(field) === "bigint";
  const width = field.type === "date" ? `(${greatest} - ${least} + 1)` : `(${greatest}::numeric - ${least} + 1)`;
  const bars = isWhole
    ? `least(${histogramBarsMax}, ${width})::int`
    : `case when ${greatest} > ${least} then ${histogramBarsMax} else 1 end`;
  const isNumeric = columnType(field) === "numeric";
  // One value stands in one bar, whose upper end may be anywhere.
  const upper = isNumeric ? `case when ${greatest} > ${least} then ${greatest} else ${least} + 1 end` : "null";
  const bar = isNumeric
    ? `width_bucket(${columnOf(field)}, (select least from e), (select upper from e), (select bars from e))`
    : `width_bucket(${columnOf(field)}, (select array_agg(${edgeSql(field)} order by n) from e, generate_series(0, e.bars - 1) n))`;
  return `with e as materialized (
      select ${least} as least, ${greatest} as greatest, ${bars} as bars, ${upper} as upper from q where ${least} is not null
    ), h as (
      select ${bar} as bar, count(*) as rows ${fromRows} group by 1
    )
    select json_build_object('least', to_json(e.least) #>> '{}', 'greatest', to_json(e.greatest) #>> '{}', 'bars', (
      select json_agg(coalesce(b.rows, 0) order by n) from generate_series(1, e.bars) n
        left join (select least(bar, e.bars) as bar, sum(rows) as rows from h group by 1) b on b.bar = n))::text
    from e`;
}

/** Where bar `n` (from 0) begins, as a value of the column. */
function edgeSql(field: Field): string {
  const part = (width: string) => `ceil(${width} * n / e.bars)`;
  if (field.type === "date") return `e.least + ${part("(e.greatest - e.least + 1)::numeric")}::int`;
  if (field.type === "number") return `(e.least + ${part("(e.greatest::numeric - e.least + 1)")})::bigint`;
  return `e.least + ${part("extract(epoch from e.greatest - e.least) * 1000000")}::float8 * interval '1 microsecond'`;
}

/** A figure's text as a value; numbers as in cells, a double where it holds them exactly. */
export function readFigure({ field, kind }: WantedFigure, text: string | null): SummaryValue {
  if (text === null) return null;
  if (kind === "histogram") return readHistogram(field, JSON.parse(text) as Histogram);
  return readValue(field, kind, text);
}

/** SQL of the JSON of a figure whose text stands in `column`, never null; as `readFigure` reads it. */
export function figureJson({ field, kind }: WantedFigure, column: string): string {
  if (field.type !== "number" && (kind === "min" || kind === "max"))
    return `coalesce(to_json(${column})::text, 'null')`;
  if (kind === "mean" || kind === "filled_share") return `coalesce(${column}, 'null')`;
  const digits = `ltrim(translate(${column}, '-.', ''), '0')`;
  return `coalesce(case when length(${digits}) <= 15 then ${column} else '"' || ${column} || '"' end, 'null')`;
}

function readHistogram(field: Field, histogram: Histogram): Histogram {
  if ("values" in histogram) return histogram;
  const edge = (text: CellValue) => readValue(field, "min", text as string);
  return { ...histogram, least: edge(histogram.least), greatest: edge(histogram.greatest) };
}

function readValue(field: Field, kind: SummaryKind, text: string): CellValue {
  if (field.type !== "number" && (kind === "min" || kind === "max")) return text;
  if (kind === "mean" || kind === "filled_share") return Number(text);
  return text.replace(/^-?[0.]*|\./g, "").length <= 15 ? Number(text) : text;
}
