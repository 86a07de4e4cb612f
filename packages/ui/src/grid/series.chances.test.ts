import { expect, test } from "vitest";
import { manyTimes } from "./chances.make.ts";
import { seriesOf } from "./series.ts";

test("even numbers go on evenly, without the rounding of doubles", async () => {
  await manyTimes(1000, (by) => {
    const decimals = by.whole(0, 4);
    const [first, step] = [by.whole(-99_999, 99_999), by.whole(-999, 999)];
    const value = (at: number) => (first + step * at) / 10 ** decimals;
    const length = by.whole(2, 6);
    const next = seriesOf(
      Array.from({ length }, (_, at) => value(at)),
      "number",
    );
    for (const steps of [1, 2, 50, 1000]) expect(next(steps)).toBe(value(length - 1 + steps));
  });
});

test("days go on by their step, months by months, and each is a day of the calendar", async () => {
  await manyTimes(500, (by) => {
    const dayMs = 86_400_000;
    const start = Date.UTC(by.whole(1950, 2100), by.whole(0, 11), by.whole(1, 28));
    const step = by.one([1, 7, 10, -3, -14]);
    const dayAt = (at: number) => new Date(start + at * step * dayMs).toISOString().slice(0, 10);
    const next = seriesOf([dayAt(0), dayAt(1), dayAt(2)], "date");
    for (const steps of [1, 12, 400]) expect(next(steps)).toBe(dayAt(2 + steps));

    const [year, month, months] = [by.whole(1950, 2100), by.whole(0, 11), by.one([1, 3, 12, -1])];
    const monthAt = (at: number) => new Date(Date.UTC(year, month + at * months, 15)).toISOString().slice(0, 10);
    const monthly = seriesOf([monthAt(0), monthAt(1)], "date");
    for (const steps of [1, 5, 30]) expect(monthly(steps)).toBe(monthAt(1 + steps));
  });
});

test("what is no series is repeated, in turn", async () => {
  await manyTimes(500, (by) => {
    const cells = by.many(1, 5, () => by.one(["a", "Ω 😀", "", "no number", null, "x y"]));
    const next = seriesOf(cells, "text");
    for (let steps = 1; steps <= 12; steps += 1) expect(next(steps)).toBe(cells[(steps - 1) % cells.length]);
  });
});

test("a series goes backwards when it is drawn up: the way down, read from its other end", async () => {
  await manyTimes(300, (by) => {
    const [first, step] = [by.whole(-500, 500), by.whole(1, 40)];
    const cells = [first, first + step, first + 2 * step];
    const up = seriesOf(cells.toReversed(), "number", -1);
    expect([up(1), up(2)]).toEqual([first - step, first - 2 * step]);
    expect(seriesOf([`Row ${first + 600}`], "text", -1)(1)).toBe(`Row ${first + 599}`);
  });
});
