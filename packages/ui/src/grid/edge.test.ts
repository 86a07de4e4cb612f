import { expect, test } from "vitest";
import { edgeAmong, isFilled } from "./edge.ts";

const cells = [1, 2, null, null, "", "a", false, 0, null];
const edge = (from: number, by: 1 | -1, last = cells.length - 1) =>
  edgeAmong((at) => isFilled(cells[at]), from, by, [0, last]);

test("from within filled cells one goes to the last of them", () => {
  expect([edge(0, 1), edge(5, 1), edge(7, -1), edge(1, -1)]).toEqual([1, 7, 5, 0]);
});

test("from the end of filled cells, or an empty one, one goes to the next that is filled", () => {
  expect([edge(1, 1), edge(2, 1), edge(4, -1), edge(5, -1)]).toEqual([5, 5, 1, 1]);
});

test("where nothing filled is left one goes to the end, and stays there", () => {
  expect([edge(7, 1), edge(8, 1), edge(0, -1), edge(2, 1, 4)]).toEqual([8, 8, 0, 4]);
});
