import type { Condition, Filter, Operator } from "../filter.ts";
import { dayAfter, dayBefore } from "../values/times.ts";
import type { DaySpan } from "./periods.ts";
import { readPeriod, spanOf, spanOfYear } from "./periods.ts";

/** What an operator's meaning depends on besides its value. */
interface Lowered {
  field: string;
  value: unknown;
  today: string;
  /** The condition that a field's day lies in a span; null = open at that end. */
  within(first: string | null, last: string | null): Filter;
}

type Lowering = (wanted: Lowered) => Filter;

function denial(op: Operator): Lowering {
  return ({ field, value }) => ({ not: { field, op, value } });
}

function plain(op: Operator, value?: unknown): Lowering {
  return ({ field }) => (value === undefined ? { field, op } : { field, op, value });
}

function spanned(use: (span: DaySpan, wanted: Lowered) => Filter): Lowering {
  return (wanted) => {
    const period = readPeriod(wanted.value);
    if (!period) throw new Error(`no period: ${String(wanted.value)}`);
    return use(spanOf(period, wanted.today), wanted);
  };
}

/** Operators that are another way to say others: neither `matches` nor the compiler to SQL ever meets them. */
const lowerings = {
  is_yes: plain("is", true),
  is_no: plain("is", false),
  is_positive: plain("greater", 0),
  is_negative: plain("less", 0),
  has_decimals: ({ field }) => ({ all: [{ field, op: "is_not_empty" }, { not: { field, op: "is_whole" } }] }),
  does_not_start_with: denial("starts_with"),
  does_not_end_with: denial("ends_with"),
  does_not_match_pattern: denial("matches_pattern"),
  has_no_key: denial("has_key"),
  in_period: spanned(({ first, last }, { within }) => within(first, last)),
  not_in_period: spanned(({ first, last }, { within }) => ({ not: within(first, last) })),
  before_period: spanned(({ first }, { within }) => {
    const before = dayBefore(first);
    return before === null ? { not: { all: [] } } : within(null, before);
  }),
  after_period: spanned(({ last }, { within }) => {
    const after = dayAfter(last);
    return after === null ? { not: { all: [] } } : within(after, null);
  }),
  in_year: ({ value, within }) => {
    const { first, last } = spanOfYear(value as number);
    return within(first, last);
  },
} satisfies Partial<Record<Operator, Lowering>>;

/** `not_between` is one too; its ends are read first, as those of `between`. */
export type LoweredOperator = keyof typeof lowerings | "not_between";

/** A condition in other operators where it is only a way to say them; null where it stands for itself. */
export function lower({ op, field, value }: Condition, today: string, within: Lowered["within"]): Filter | null {
  if (!(op in lowerings)) return null;
  return lowerings[op as keyof typeof lowerings]({ field, value, today, within });
}
