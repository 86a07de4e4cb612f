import { expect, test } from "vitest";
import { commandFor } from "./keys.ts";

const press = (key: string, mods: string = "") => ({
  key,
  ctrl: mods.includes("c"),
  shift: mods.includes("s"),
  alt: mods.includes("a"),
});

test("arrows move by one, with Ctrl to the edge, with Shift the selection grows", () => {
  expect(commandFor(press("ArrowDown"))).toEqual({ do: "move", motion: { rows: 1 }, extend: false });
  expect(commandFor(press("ArrowLeft", "s"))).toEqual({ do: "move", motion: { columns: -1 }, extend: true });
  expect(commandFor(press("ArrowDown", "cs"))).toEqual({ do: "move", motion: { toRow: "last" }, extend: true });
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
  for (const key of ["a", "7", "=", "é", "日", "😀", " "])
    expect(commandFor(press(key))).toEqual({ do: "type", text: key });
});

test("what belongs to the browser or the page is left alone", () => {
  for (const [key, mods] of [
    ["c", "c"],
    ["z", "c"],
    ["k", "c"],
    ["F5", ""],
    ["Process", ""],
    ["Dead", ""],
    ["Shift", "s"],
    ["ArrowLeft", "a"],
  ] as const)
    expect(commandFor(press(key, mods)), `${mods}+${key}`).toBeUndefined();
});

test("rows, columns and everything can be selected by keys", () => {
  expect(commandFor(press(" ", "s"))).toEqual({ do: "select_rows" });
  expect(commandFor(press(" ", "c"))).toEqual({ do: "select_columns" });
  expect(commandFor(press("a", "c"))).toEqual({ do: "select_all" });
});
