import type { CellValue, Field, FieldShape } from "@weft/model/fields/field";
import { expect, test } from "vitest";
import { textOf } from "../cells/cell-types.ts";
import { gridTexts } from "../texts.ts";
import { useDraft } from "./use-draft.ts";

const writing = { locale: "fr-FR", timeZone: "Europe/Paris" };

function makeDraft(shape: FieldShape, cell: CellValue, typed?: string) {
  const field: Field = { ...shape, id: "fld", name: "F", description: null };
  const said: unknown[][] = [];
  const props = {
    field,
    text: typed ?? textOf(cell, field, writing),
    isTyped: typed !== undefined,
    writing,
    texts: gridTexts.en,
  };
  return { said, ...useDraft(props, (...words: unknown[]) => void said.push(words)) };
}

test.each([
  // The second 2:30 of the night in which clocks go back: read again, its text is the first.
  [{ type: "datetime", options: { zoned: true } }, "2024-10-27T01:30:00Z"],
  [{ type: "text", options: {} }, "  "],
  [{ type: "url", options: {} }, "tel:+41215550100"],
] as [FieldShape, CellValue][])("a cell of %j that was only looked at stays %j", (shape, cell) => {
  const { said, fault, commit } = makeDraft(shape, cell);
  expect(fault.value).toBeUndefined();
  commit("down");
  expect(said).toEqual([["commit", undefined, "down"]]);
});

test("what is typed is read, and what cannot be read does not leave the editor", () => {
  const { said, draft, fault, commit } = makeDraft({ type: "number", options: { decimals: null } }, 5);
  draft.value = "five";
  commit("down");
  expect(fault.value).toBeDefined();
  draft.value = "6,5";
  commit("down");
  expect(said).toEqual([["commit", 6.5, "down"]]);
});

test("a composition that was begun and given up leaves the cell; one typed and deleted empties it", () => {
  const text: FieldShape = { type: "text", options: {} };
  const given = makeDraft(text, "old", "");
  given.commit("stay");
  expect(given.said).toEqual([["commit", undefined, "stay"]]);
  const deleted = makeDraft(text, "old", "");
  deleted.draft.value = "é";
  deleted.draft.value = "";
  deleted.commit("stay");
  expect(deleted.said).toEqual([["commit", null, "stay"]]);
});
