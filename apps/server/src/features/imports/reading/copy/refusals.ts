import type { ColumnReading } from "@weft/api/import-shapes";
import { limits } from "@weft/model/fields/field";
import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { refusalOf } from "@weft/model/values/refusal";
import type { ColumnPlan, LoadReject } from "../reading-types.ts";
import type { Batch } from "../records/batch.ts";
import { cellText, rowTexts } from "../records/batch.ts";

const valueLengthMax = 200;

/** Why the record's cell cannot go into its column. */
export function refuseCell(batch: Batch, row: number, plan: ColumnPlan): LoadReject {
  const cell = batch.rowCells[row]! + plan.index;
  const value = cellText(batch, cell) ?? "";
  return {
    line: batch.lines[row]!,
    column: plan.name,
    value: value.length > valueLengthMax ? `${value.slice(0, valueLengthMax)}…` : value,
    code: "cell.misfit",
    reason: reasonFor(value, batch.ends[cell]! - batch.starts[cell]!, plan.reading),
    cells: rowTexts(batch, row),
  };
}

function reasonFor(value: string, sizeBytes: number, reading: ColumnReading): Phrase {
  if (value.includes("\0")) return phrase`holds a NUL byte, which no text can hold; take it out of the file`;
  if (sizeBytes > limits.cellBytesMax) return phrase`is longer than 1 MB, the most a cell can hold`;
  const { shape } = reading;
  if (shape.type === "number" && shape.options.decimals !== null && shape.options.decimals > 0) {
    return phrase`is not a number of at most ${shape.options.decimals} decimals`;
  }
  return refusalOf(reading);
}

/** Why the whole record cannot become a row. */
export function refuseRow(batch: Batch, row: number, code: string, reason: Phrase): LoadReject {
  return { line: batch.lines[row]!, column: null, value: null, code, reason, cells: rowTexts(batch, row) };
}
