import type { CellValue, FieldType } from "@weft/model/fields/field";
import type { SummaryKind, SummaryValue } from "@weft/model/summaries";

/** What the selected cells come to. */
export interface Totals {
  cells: number;
  filled: number;
  /** Of numbers only; exact, as digits, however many decimals there are. Null when there is none. */
  numbers: { count: number; sum: string; mean: number; min: CellValue; max: CellValue } | null;
  /** First and last of days and times, when there are no numbers. */
  times: { min: string; max: string } | null;
}

/** Adds cells up one after the other, so that many rows need not be held at once. */
export interface Adder {
  add(value: CellValue | undefined, type: FieldType): void;
  /** A column that was added up elsewhere, by the figures of `totalKinds`. */
  addColumn(rows: number, figures: Partial<Record<SummaryKind, SummaryValue>>, type: FieldType): void;
  totals(): Totals;
}

/** The figures of a column that totals are made of. */
export function totalKinds(type: FieldType): SummaryKind[] {
  if (type === "number") return ["filled", "sum", "min", "max"];
  return type === "date" || type === "datetime" ? ["filled", "min", "max"] : ["filled"];
}

/** An adder that has seen nothing yet. */
export function createAdder(): Adder {
  let cells = 0;
  let filled = 0;
  const sum = createSum();
  let low: CellValue = null;
  let high: CellValue = null;
  let first: string | null = null;
  let last: string | null = null;

  function span(value: CellValue, type: FieldType): void {
    if (type === "number") {
      if (low === null || Number(value) < Number(low)) low = value;
      if (high === null || Number(value) > Number(high)) high = value;
    } else if (type === "date" || type === "datetime") {
      const text = String(value);
      if (first === null || text < first) first = text;
      if (last === null || text > last) last = text;
    }
  }

  return {
    add(value, type) {
      cells += 1;
      if (value === null || value === undefined || value === "") return;
      filled += 1;
      // Text that was pasted and waits to be read as a number.
      if (type === "number" && Number.isNaN(Number(value))) return;
      // Text that has been pasted into a field of numbers is shown until it is refused.
      if (type === "number" && Number.isNaN(Number(value))) return;
      if (type === "number") sum.add(value);
      span(value, type);
    },
    addColumn(rows, figures, type) {
      cells += rows;
      const count = Number(figures.filled ?? 0);
      filled += count;
      if (count === 0) return;
      if (type === "number") sum.add(figures.sum as CellValue, count);
      for (const end of [figures.min, figures.max]) if (end !== undefined) span(end as CellValue, type);
    },
    totals() {
      const { count } = sum;
      const text = sum.text();
      const numbers = count > 0 ? { count, sum: text, mean: Number(text) / count, min: low, max: high } : null;
      return { cells, filled, numbers, times: first !== null && last !== null ? { min: first, max: last } : null };
    },
  };
}

/** A sum of decimals without the rounding of doubles: 0.1 and 0.2 make 0.3. */
export function createSum() {
  let total = 0n;
  let decimals = 0;
  let rough = 0;
  let count = 0;
  /** Of numbers with few decimals, which are added as such in a tenth of the time; a double holds what is below 2^53 exactly. */
  let millionths = 0;

  function addDigits(digits: bigint, places: number): void {
    if (places > decimals) {
      total *= 10n ** BigInt(places - decimals);
      decimals = places;
    }
    total += digits * 10n ** BigInt(decimals - places);
  }

  function settle(): void {
    if (millionths !== 0) addDigits(BigInt(millionths), 6);
    millionths = 0;
  }

  return {
    get count() {
      return count;
    },
    /** A number, or what `numbers` of them come to. */
    add(value: CellValue, numbers = 1) {
      count += numbers;
      const scaled = typeof value === "number" ? Math.round(value * 1e6) : Number.NaN;
      if (scaled / 1e6 === value && Math.abs(scaled) < 2 ** 51) {
        millionths += scaled;
        if (Math.abs(millionths) > 2 ** 52) settle();
        return;
      }
      const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value));
      if (!parts) {
        // JavaScript writes very big and very small doubles as 1e-7: they are no exact decimals to begin with.
        rough += Number(value);
        return;
      }
      const fraction = parts[3] ?? "";
      const digits = BigInt(parts[2]! + fraction);
      addDigits(parts[1] === "-" ? -digits : digits, fraction.length);
    },
    text(): string {
      settle();
      const digits = String(total < 0n ? -total : total).padStart(decimals + 1, "0");
      const whole = digits.slice(0, digits.length - decimals);
      const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
      const exact = `${total < 0n ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
      return rough === 0 ? exact : String(Number(exact) + rough);
    },
  };
}
