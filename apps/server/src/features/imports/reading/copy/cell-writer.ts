import type { FieldType } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import { byteKind } from "@weft/model/values/byte-kinds";
import { cellClass, formOf } from "@weft/model/values/cell-class";
import { classify, trim, trimmed } from "@weft/model/values/classify";
import { fate, fatesOf, plainTypes } from "@weft/model/values/fits";
import { lastNumber } from "@weft/model/values/number-class";
import { lastWord } from "@weft/model/values/word-class";
import type { ColumnPlan } from "../reading-types.ts";
import type { Batch } from "../records/batch.ts";
import { cellFlag } from "../records/batch.ts";
import { ChoiceNames } from "./choice-names.ts";
import type { CopyBuffer } from "./copy-buffer.ts";

/** Writes a cell; false = it does not fit, and what was written of the row must go. */
export type CellWriter = (batch: Batch, cell: number, out: CopyBuffer) => boolean;

/** The writer of one column, as fast as its type lets it be, with the names a choice column has met. */
export function makeCellWriter(plan: ColumnPlan): { write: CellWriter; choices: ChoiceNames | null } {
  const { shape } = plan.reading;
  const choices = shape.type === "choice" ? new ChoiceNames(shape.options.choices.map((choice) => choice.name)) : null;
  if (choices) return { write: choiceWriter(choices), choices };
  if (plainTypes.has(shape.type)) return { write: textWriter(plan.reading.keepsEmpty === true), choices: null };
  return { write: typedWriter(plan), choices: null };
}

function textWriter(keepsEmpty: boolean): CellWriter {
  return (batch, cell, out) => {
    const start = batch.starts[cell]!;
    const end = batch.ends[cell]!;
    const mask = batch.masks[cell]!;
    if (start === end) {
      if (!keepsEmpty || (mask & (cellFlag.quoted | cellFlag.string)) === 0) out.none();
      return true;
    }
    if ((mask & byteKind.nul) !== 0 || end - start > limits.cellBytesMax) return false;
    if ((mask & byteKind.escaped) === 0) out.plain(batch.bytes, start, end);
    else out.escaped(batch.bytes, start, end);
    return true;
  };
}

function choiceWriter(choices: ChoiceNames): CellWriter {
  return (batch, cell, out) => {
    const mask = batch.masks[cell]!;
    if ((mask & byteKind.nul) !== 0) return false;
    trim(batch.bytes, batch.starts[cell]!, batch.ends[cell]!, mask);
    const { start, end } = trimmed;
    if (start === end) {
      out.none();
      return true;
    }
    if (end - start > 800 || !choices.has(batch.bytes, start, end)) return false;
    if ((mask & byteKind.escaped) === 0) out.plain(batch.bytes, start, end);
    else out.escaped(batch.bytes, start, end);
    return true;
  };
}

function typedWriter(plan: ColumnPlan): CellWriter {
  const fates = fatesOf(plan.reading);
  const write = valueWriters[plan.reading.shape.type]!(plan);
  return (batch, cell, out) => {
    const from = batch.starts[cell]!;
    const to = batch.ends[cell]!;
    if (from === to) {
      out.none();
      return true;
    }
    const { bytes } = batch;
    const mask = batch.masks[cell]! & cellFlag.kinds;
    const cls = classify(bytes, from, to, mask);
    const what = fates[cls]!;
    if (what === fate.kept) return write(bytes, cls, mask, out);
    if (what !== fate.none) return false;
    out.none();
    return true;
  };
}

type ValueWriter = (bytes: Buffer, cls: number, mask: number, out: CopyBuffer) => boolean;

function trimmedWriter(): ValueWriter {
  return (bytes, _cls, mask, out) => {
    if ((mask & byteKind.escaped) === 0) out.plain(bytes, trimmed.start, trimmed.end);
    else out.escaped(bytes, trimmed.start, trimmed.end);
    return true;
  };
}

function numberWriter({ reading }: ColumnPlan): ValueWriter {
  const mark = reading.decimalMark === "," ? 44 : 46;
  const decimals = reading.shape.type === "number" ? reading.shape.options.decimals : null;
  const zeroClass = mark === 44 ? cellClass.commaZero : cellClass.dotZero;
  return (bytes, cls, _mask, out) => {
    const { start } = trimmed;
    let { end } = trimmed;
    if (cls === cellClass.bit || (cls === cellClass.integer && bytes[start] !== 43)) {
      out.plain(bytes, start, end);
      return true;
    }
    // 12.0 is the whole number 12; a bigint takes no point.
    if (decimals === 0 && cls === zeroClass) end = bytes.lastIndexOf(mark, end - 1);
    else if (decimals !== null && decimals > 0 && lastNumber.scale > decimals) {
      if (decimalsOf(bytes, start, end, mark) > decimals) return false;
    }
    if (!hasDigit(bytes, start, end)) out.byte(48);
    else out.number(bytes, start, end, mark);
    return true;
  };
}

function hasDigit(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! >= 48 && bytes[i]! <= 57) return true;
  return false;
}

/** Digits after the mark without zeros at their end. */
function decimalsOf(bytes: Buffer, start: number, end: number, mark: number): number {
  const at = bytes.subarray(start, end).indexOf(mark);
  if (at < 0) return 0;
  let last = end;
  while (bytes[last - 1] === 48) last--;
  return last - start - at - 1;
}

function dateWriter({ reading }: ColumnPlan): ValueWriter {
  const isMonthFirst = reading.dateOrder === "mdy";
  const isTimed = reading.shape.type === "datetime";
  const isZoned = reading.shape.type === "datetime" && reading.shape.options.zoned;
  return (_bytes, cls, _mask, out) => {
    out.date(formOf(cls), isMonthFirst);
    if (isTimed) out.time(isZoned);
    return true;
  };
}

function booleanWriter(): ValueWriter {
  return (bytes, cls, _mask, out) => {
    const isYes = cls === cellClass.bit ? bytes[trimmed.start] === 49 : lastWord.isYes;
    out.byte(isYes ? 116 : 102);
    return true;
  };
}

const valueWriters: Partial<Record<FieldType, (plan: ColumnPlan) => ValueWriter>> = {
  number: numberWriter,
  boolean: booleanWriter,
  date: dateWriter,
  datetime: dateWriter,
  url: trimmedWriter,
  email: trimmedWriter,
  json: trimmedWriter,
};
