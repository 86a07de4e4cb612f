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

/** An aggregate over rows of the table `t`, as the text of its JSON value. */
export function aggregateSql({ field, kind }: WantedFigure): string {
  return `to_json(${aggregates[kind as AggregateKind](field)}) #>> '{}'`;
}

/** A figure as a query of its own; `from` says table and condition. */
export function figureSql({ field, name, kind }: WantedFigure, from: string, condition: string | null): string {
  const where = (more: string) => `where ${[condition, more].filter(Boolean).join(" and ")}`;
  const filled = filledCell(field);
  // Hashed, and in parallel; count(distinct …) sorts all rows.
  if (kind === "unique")
    return `select count(*)::text from (select from ${from} ${where(`${filled} is not null`)} group by ${filled}) d`;
  if (kind === "histogram") {
    const byValue = field.type === "choice" || field.type === "boolean";
    return byValue ? valuesSql(filled, from, where) : barsSql(field, from, where);
  }
  return `select ${aggregateSql({ field, name, kind })} from ${from} ${condition ? `where ${condition}` : ""}`;
}

function valuesSql(value: string, from: string, where: (more: string) => string): string {
  return `select json_build_object(
      'values', coalesce(json_agg(json_build_object('value', v.value, 'rows', v.rows) order by v.place)
        filter (where v.place <= ${histogramBarsMax}), '[]'),
      'others', coalesce(sum(v.rows) filter (where v.place > ${histogramBarsMax}), 0))::text
    from (select value, rows, row_number() over (order by rows desc, value) as place
      from (select ${value} as value, count(*) as rows from ${from} ${where(`${value} is not null`)} group by 1) g) v`;
}

/** Bars of whole numbers and days hold whole ones: as many as there are, up to the most. */
function barsSql(field: Field, from: string, where: (more: string) => string): string {
  const column = columnOf(field);
  const place = placeOf(field, column);
  const isWhole = field.type === "date" || columnType(field) === "bigint";
  const width = isWhole ? "e.high - e.low + 1" : "e.high - e.low";
  const bars = isWhole ? `least(${histogramBarsMax}, ${width})::int` : String(histogramBarsMax);
  const bar = `case when e.high > e.low then least(width_bucket(${place}, e.low, e.low + ${width}, e.bars), e.bars) else 1 end`;
  return `with e as materialized (
      select e.*, case when e.high > e.low then ${bars} else 1 end as bars
      from (select min(${column}) as least, max(${column}) as greatest, ${placeOf(field, `min(${column})`)} as low,
          ${placeOf(field, `max(${column})`)} as high
        from ${from} ${where(`${column} is not null`)}) e where e.low is not null
    ), h as (
      select ${bar} as bar, count(*) as rows from ${from} cross join e ${where(`${column} is not null`)} group by 1
    )
    select json_build_object('least', to_json(e.least) #>> '{}', 'greatest', to_json(e.greatest) #>> '{}', 'bars', (
      select json_agg(coalesce(h.rows, 0) order by n) from generate_series(1, e.bars) n left join h on h.bar = n))::text
    from e`;
}

/** Where a value lies on a line of numbers. */
function placeOf(field: Field, value: string): string {
  if (field.type === "date") return `(${value} - date '2000-01-01')::numeric`;
  return field.type === "datetime" ? `extract(epoch from ${value})` : `${value}::numeric`;
}

/** A figure's text as a value; numbers as in cells, a double where it holds them exactly. */
export function readFigure({ field, kind }: WantedFigure, text: string | null): SummaryValue {
  if (text === null) return null;
  if (kind === "histogram") return readHistogram(field, JSON.parse(text) as Histogram);
  return readValue(field, kind, text);
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
