import type { CellValue } from "@weft/model/fields/field";
import { readCell } from "./cells/read-cell.ts";
import type { CellEdit, RefusedCell, WriteOptions } from "./row-source.ts";
import { CellsRefused } from "./row-source.ts";
import { fillText } from "./texts.ts";
import type { BulkOptions } from "./use-bulk.ts";

/** What is written in one go: cells of rows, and rows that are added. */
export interface BulkWrite {
  edits: CellEdit[];
  added: Record<string, CellValue>[];
}

/** Where the rows of a write stand, for people: the lines of those it changes, by id, and the number of the first it adds. */
export interface WritePlaces {
  lineOf?: ReadonlyMap<number, number>;
  firstAdded?: number;
}

type RefusalOptions = Pick<BulkOptions, "rows" | "columns" | "writing" | "texts" | "ask" | "numberAt">;

/** Writes; where cells are refused it names each and asks whether to write the rest. Answers whether anything was written. */
export function useRefusals({ rows, columns, writing, texts, ask, numberAt }: RefusalOptions) {
  return async function write(
    what: BulkWrite,
    options: WriteOptions,
    placesOf: () => WritePlaces = () => ({}),
  ): Promise<boolean> {
    let left = what;
    let isAgreed = false;
    while (left.edits.length + left.added.length > 0) {
      try {
        await rows.value.write(left, options);
        return true;
      } catch (error) {
        if (!(error instanceof CellsRefused) || error.faults.length === 0) throw error;
        // Only so many are told at once: who wants the rest without the first of them wants it without the others too.
        isAgreed ||= (await askForRest(error.faults, left, placesOf())) === "rest";
        if (!isAgreed) return false;
        left = without(left, error.faults);
      }
    }
    return false;
  };

  function askForRest(faults: readonly RefusedCell[], { edits, added }: BulkWrite, places: WritePlaces) {
    const said = texts().editing;
    const spoken = (count: number) => count.toLocaleString(writing.value.locale);
    const cells = edits.length + added.reduce((sum, row) => sum + Object.keys(row).length, 0);
    const answers = cells > faults.length ? [{ key: "rest", label: said.writeRest }] : [];
    const byCell = new Map(edits.map((edit) => [`${edit.rowId}/${edit.fieldId}`, edit.value]));
    const textOf = ({ rowId, created, fieldId }: RefusedCell) =>
      String((created === null ? byCell.get(`${rowId}/${fieldId}`) : added[created]?.[fieldId]) ?? "").slice(0, 200);
    const text = faults.length === 1 ? said.refusedOne : said.refusedMany;
    return ask({
      title: said.refusedTitle,
      text: fillText(text, { cells: spoken(faults.length) }),
      answers,
      list: {
        head: [said.refusedRow, said.refusedField, said.refusedText, said.refusedWhy],
        lines: faults.map((one) => lineOf(one, textOf(one), places)),
      },
    });
  }

  function lineOf(
    { rowId, created, fieldId, message }: RefusedCell,
    text: string,
    { lineOf, firstAdded }: WritePlaces,
  ): string[] {
    const field = columns.value.find((column) => column.field.id === fieldId)?.field;
    const name = field?.name ?? "";
    // What can be told here is told with what to do about it, in the person's own writing.
    const fault = field && readCell(text, field, writing.value).fault;
    const line = rowId === null ? undefined : lineOf?.get(rowId);
    const number = created === null ? (line === undefined ? undefined : numberAt(line)) : (firstAdded ?? 1) + created;
    const told = message.startsWith(`${name} `) ? message.slice(name.length + 1) : message;
    return [number?.toLocaleString(writing.value.locale) ?? "", name, text, fault ? texts().faults[fault] : told];
  }
}

function without({ edits, added }: BulkWrite, faults: readonly RefusedCell[]): BulkWrite {
  const refused = new Set(faults.map(({ rowId, created, fieldId }) => `${rowId}/${created}/${fieldId}`));
  return {
    edits: edits.filter(({ rowId, fieldId }) => !refused.has(`${rowId}/null/${fieldId}`)),
    added: added.map((row, at) =>
      Object.fromEntries(Object.entries(row).filter(([fieldId]) => !refused.has(`null/${at}/${fieldId}`))),
    ),
  };
}
