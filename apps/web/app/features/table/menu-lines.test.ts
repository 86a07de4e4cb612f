import { expect, test } from "vitest";
import { fieldLines, offeredActions } from "./menu-lines.ts";

const all = { isOne: true, canEdit: true, isFrozen: true, isReordered: true };

test("a column of a look with frozen and reordered columns is offered everything, once", () => {
  expect(offeredActions(all).flat().toSorted()).toEqual(Object.keys(fieldLines).toSorted());
});

test("who may not change the table is offered what changes the look alone", () => {
  expect(offeredActions({ ...all, canEdit: false })).toEqual([
    ["sort_up", "sort_down", "filter", "hide"],
    ["move_left", "move_right", "reset_order"],
    ["freeze_to", "freeze_none", "fit", "fit_all"],
  ]);
});

test("several columns are offered what is done with all of them", () => {
  expect(offeredActions({ ...all, isOne: false })).toEqual([["hide"], ["freeze_to", "fit"]]);
});

test("columns that stand as in the table and are not frozen are not put back or let go", () => {
  const offered = offeredActions({ ...all, isFrozen: false, isReordered: false }).flat();
  expect(offered).not.toContain("freeze_none");
  expect(offered).not.toContain("reset_order");
  expect(offered).not.toContain("keep_order");
});
