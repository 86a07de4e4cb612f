import { expect, test } from "vitest";
import { commandFor, isComposing, pressOf } from "./keys.ts";

const press = (key: string, mods: string = "") => ({
  key,
  ctrl: mods.includes("c"),
  shift: mods.includes("s"),
  alt: mods.includes("a"),
});

const plain = { keyCode: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, isComposing: false };
const event = (more: { key: string } & Partial<typeof plain>) => ({ ...plain, ...more });

test("arrows move by one, with Ctrl to the edge, with Shift the selection grows", () => {
  expect(commandFor(press("ArrowDown"))).toEqual({ do: "move", motion: { rows: 1 }, extend: false });
  expect(commandFor(press("ArrowLeft", "s"))).toEqual({ do: "move", motion: { columns: -1 }, extend: true });
  expect(commandFor(press("ArrowDown", "cs"))).toEqual({ do: "edge", along: "column", by: 1, extend: true });
  expect(commandFor(press("ArrowLeft", "c"))).toEqual({ do: "edge", along: "row", by: -1, extend: false });
});

test("Home and End go along the row, with Ctrl to the corners", () => {
  expect(commandFor(press("End"))).toEqual({ do: "move", motion: { toColumn: "last" }, extend: false });
  expect(commandFor(press("Home", "c"))).toEqual({
    do: "move",
    motion: { toRow: "first", toColumn: "first" },
    extend: false,
  });
});

test("a printing key replaces the cell, whatever script or plane it is from", () => {
  for (const key of ["a", "7", "=", "é", "日", "😀"]) expect(commandFor(press(key))).toEqual({ do: "type", text: key });
});

test("what belongs to the browser or the page is left alone", () => {
  for (const [key, mods] of [
    ["c", "c"],
    ["z", "c"],
    ["k", "c"],
    ["Process", "c"],
    ["", ""],
    ["F5", ""],
    ["Shift", "s"],
    ["ArrowLeft", "a"],
  ] as const)
    expect(commandFor(press(key, mods)), `${mods}+${key}`).toBeUndefined();
});

test("a dead key or an input method opens the cell, to compose in it", () => {
  for (const key of ["Dead", "Process"]) expect(commandFor(press(key))).toEqual({ do: "compose" });
  expect(commandFor(pressOf(event({ key: "Unidentified", keyCode: 229 }), "Win32"))).toEqual({ do: "compose" });
});

test("a character made with Option on a Mac is typed; Alt elsewhere is the browser's", () => {
  const at = event({ key: "@", altKey: true });
  expect(commandFor(pressOf(at, "MacIntel"))).toEqual({ do: "type", text: "@" });
  expect(commandFor(pressOf(at, "Win32"))).toBeUndefined();
  expect(commandFor(pressOf(event({ key: "ArrowLeft", altKey: true }), "MacIntel"))).toBeUndefined();
});

test("the Enter that ends a composition is the composition's, in Safari too", () => {
  expect(isComposing(event({ key: "Enter", keyCode: 229 }))).toBe(true);
  expect(isComposing(event({ key: "Enter", isComposing: true }))).toBe(true);
  expect(isComposing(event({ key: "Enter", keyCode: 13 }))).toBe(false);
});

test("rows, columns and everything can be selected by keys", () => {
  expect(commandFor(press(" ", "s"))).toEqual({ do: "select_rows" });
  expect(commandFor(press(" ", "c"))).toEqual({ do: "select_columns" });
  expect(commandFor(press("a", "c"))).toEqual({ do: "select_all" });
});

test("Alt with a page key moves along the columns; filling, going to a row, replacing and opening a row have keys", () => {
  expect(commandFor(press("PageDown", "a"))).toEqual({ do: "page_along", pages: 1, extend: false });
  expect(commandFor(press("PageUp", "as"))).toEqual({ do: "page_along", pages: -1, extend: true });
  expect(commandFor(press("d", "c"))).toEqual({ do: "fill", to: "down" });
  expect(commandFor(press("R", "c"))).toEqual({ do: "fill", to: "right" });
  expect(commandFor(press("g", "c"))).toEqual({ do: "ask", tool: "row_number" });
  expect(commandFor(press("h", "c"))).toEqual({ do: "ask", tool: "replace" });
  expect(commandFor(press("Enter", "s"))).toEqual({ do: "open_row", canToggle: false });
  expect(commandFor(press(" "))).toEqual({ do: "open_row", canToggle: true });
});

test("whole rows and columns have keys of their own, and menus open by key", () => {
  expect(commandFor(press("Enter", "c"))).toEqual({ do: "rows", what: "add_below" });
  expect(commandFor(press("Enter", "cs"))).toEqual({ do: "rows", what: "add_above" });
  expect(commandFor(press("D", "cs"))).toEqual({ do: "rows", what: "duplicate" });
  expect(commandFor(press("C", "cs"))).toEqual({ do: "copy_with_names" });
  expect(commandFor(press("Backspace", "c"))).toEqual({ do: "rows", what: "delete" });
  expect(commandFor(press("ArrowLeft", "as"))).toEqual({ do: "move_columns", by: -1 });
  expect(commandFor(press("ArrowRight", "ca"))).toEqual({ do: "resize", by: 1 });
  expect(commandFor(press("ArrowDown", "as"))).toEqual({ do: "move_rows", by: 1 });
  expect(commandFor(press("F10", "s"))).toEqual({ do: "open_menu" });
  expect(commandFor(press("ContextMenu"))).toEqual({ do: "open_menu" });
  expect(commandFor(press("F10"))).toBeUndefined();
});
