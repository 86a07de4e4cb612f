import type { FieldType } from "@weft/model/fields/field";
import { limits } from "@weft/model/fields/field";
import { byteKind } from "@weft/model/values/byte-kinds";
import { cellClass, formOf } from "@weft/model/values/cell-class";
import { classify, trim, trimmed } from "@weft/model/values/classify";
import { fate, fatesOf, plainTypes } from "@weft/model/values/fits";
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
    if (what === fate.kept) write(bytes, cls, mask, out);
    else if (what === fate.none) out.none();
    else return false;
    return true;
  };
}

type ValueWriter = (bytes: Buffer, cls: number, mask: number, out: CopyBuffer) => void;

function trimmedWriter(): ValueWriter {
  return (bytes, _cls, mask, out) => {
    if ((mask & byteKind.escaped) === 0) out.plain(bytes, trimmed.start, trimmed.end);
    else out.escaped(bytes, trimmed.start, trimmed.end);
  };
}

function numberWriter({ reading }: ColumnPlan): ValueWriter {
  const mark = reading.decimalMark === "," ? 44 : 46;
  const isWhole = reading.shape.type === "number" && reading.shape.options.decimals === 0;
  const zeroClass = mark === 44 ? cellClass.commaZero : cellClass.dotZero;
  return (bytes, cls, _mask, out) => {
    const { start } = trimmed;
    let { end } = trimmed;
    if (cls === cellClass.bit || (cls === cellClass.integer && bytes[start] !== 43))
      return out.plain(bytes, start, end);
    // 12.0 is the whole number 12; a bigint takes no point.
    if (isWhole && cls === zeroClass) while (bytes[end - 1] !== mark) end--;
    if (isWhole && cls === zeroClass) end--;
    if (start === end || (end - start === 1 && bytes[start] === 45)) return out.byte(48);
    return out.number(bytes, start, end, mark);
  };
}

function dateWriter({ reading }: ColumnPlan): ValueWriter {
  const isMonthFirst = reading.dateOrder === "mdy";
  const isTimed = reading.shape.type === "datetime";
  const isZoned = reading.shape.type === "datetime" && reading.shape.options.zoned;
  return (_bytes, cls, _mask, out) => {
    out.date(formOf(cls), isMonthFirst);
    if (isTimed) out.time(isZoned);
  };
}

function booleanWriter(): ValueWriter {
  return (bytes, cls, _mask, out) => {
    const isYes = cls === cellClass.bit ? bytes[trimmed.start] === 49 : lastWord.isYes;
    out.byte(isYes ? 116 : 102);
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
