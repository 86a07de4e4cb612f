import { expect, test } from "vitest";
import type { Schedule } from "./schedule.ts";
import { dayOf, findRound, isLate, reminderOf, roundsToOpen } from "./schedule.ts";

const utc: Schedule = { firstDue: "2024-01-31", firstNumber: 0, period: "monthly", weeks: 1, timeZone: "UTC" };

test.each<[string, Partial<Schedule>, string[]]>([
  [
    "monthly on the 31st is due on the last day of shorter months",
    {},
    ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"],
  ],
  [
    "quarterly goes on over the year's end",
    { period: "quarterly", firstDue: "2024-08-31" },
    ["2024-08-31", "2024-11-30", "2025-02-28", "2025-05-31"],
  ],
  [
    "yearly on a leap day is due on the 28th in other years",
    { period: "yearly", firstDue: "2024-02-29" },
    ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"],
  ],
  ["every two weeks", { period: "weeks", weeks: 2 }, ["2024-01-31", "2024-02-14", "2024-02-28", "2024-03-13"]],
  ["once has a single round", { period: "once" }, ["2024-01-31"]],
  [
    "days that were changed are counted from the first of them",
    { firstNumber: 1, firstDue: "2024-03-31" },
    ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"],
  ],
])("%s", (_name, part, days) => {
  const rounds = [0, 1, 2, 3].map((number) => findRound({ ...utc, ...part }, number)?.dueOn);
  expect(rounds.filter(Boolean)).toEqual(days);
});

test("once, after rounds that were made before, is once more", () => {
  const schedule: Schedule = { ...utc, period: "once", firstDue: "2024-03-31", firstNumber: 2 };
  expect([2, 3].map((number) => findRound(schedule, number)?.dueOn)).toEqual(["2024-03-31", undefined]);
});

test.each([
  ["the clock is put forward that night", "Europe/Zurich", "2024-03-31", "2024-03-31T22:00:00.000Z"],
  ["the night before it is put forward", "Europe/Zurich", "2024-03-30", "2024-03-30T23:00:00.000Z"],
  ["the clock is put back that night", "Europe/Zurich", "2024-10-27", "2024-10-27T23:00:00.000Z"],
  ["there is no midnight", "Africa/Cairo", "2024-04-25", "2024-04-25T22:00:00.000Z"],
  ["there are two midnights", "America/Havana", "2024-11-03", "2024-11-04T05:00:00.000Z"],
  ["half an hour off", "Asia/Kolkata", "2024-01-31", "2024-01-31T18:30:00.000Z"],
  ["far ahead", "Pacific/Kiritimati", "2024-12-31", "2024-12-31T10:00:00.000Z"],
])("a due day ends at its zone's midnight: %s", (_name, timeZone, firstDue, dueAt) => {
  expect(findRound({ ...utc, timeZone, firstDue }, 0)?.dueAt).toBe(dueAt);
});

test("a round opens some days before it is due, by the days of its zone", () => {
  const opened = (now: string, made = 0, part: Partial<Schedule> = {}) =>
    roundsToOpen({ ...utc, ...part }, made, 10, new Date(now)).map(({ dueOn }) => dueOn);
  expect(opened("2024-01-20T23:59:59Z")).toEqual([]);
  expect(opened("2024-01-21T00:00:00Z")).toEqual(["2024-01-31"]);
  expect(opened("2024-01-20T11:00:00Z", 0, { timeZone: "Pacific/Kiritimati" })).toEqual(["2024-01-31"]);
  expect(opened("2024-01-21T00:00:00Z", 1)).toEqual([]);
  expect(opened("2024-03-25T00:00:00Z", 1)).toEqual(["2024-02-29", "2024-03-31"]);
  expect(opened("2034-01-01T00:00:00Z")).toHaveLength(24);
  expect(opened("2034-01-01T00:00:00Z", 1, { period: "once" })).toEqual([]);
});

test("reminders come some days before the due day and on it, and none after", () => {
  const of = (now: string, remindDays = 3) =>
    reminderOf({ dueOn: "2024-03-31" }, { remindDays, timeZone: "Europe/Zurich" }, new Date(now));
  expect(of("2024-03-27T22:59:00Z")).toBe(null);
  expect(of("2024-03-27T23:00:00Z")).toBe("before");
  expect(of("2024-03-30T22:59:00Z")).toBe("before");
  expect(of("2024-03-30T23:00:00Z")).toBe("day");
  expect(of("2024-03-31T21:59:00Z")).toBe("day");
  expect(of("2024-03-31T22:00:00Z")).toBe(null);
  expect(of("2024-03-29T00:00:00Z", 0)).toBe(null);
  expect(of("2024-03-31T12:00:00Z", 0)).toBe("day");
});

test("late is what is owed after its day, and what came after it; what is sent back is owed anew", () => {
  const dueAt = "2024-02-01T00:00:00.000Z";
  const [before, after] = ["2024-01-31T23:59:59.999Z", "2024-02-01T00:00:00.000Z"];
  expect(isLate({ state: "owed", handedInAt: null }, dueAt, new Date(before))).toBe(false);
  expect(isLate({ state: "owed", handedInAt: null }, dueAt, new Date(after))).toBe(true);
  expect(isLate({ state: "handed_in", handedInAt: before }, dueAt, new Date(after))).toBe(false);
  expect(isLate({ state: "accepted", handedInAt: after }, dueAt, new Date(after))).toBe(true);
  expect(isLate({ state: "sent_back", handedInAt: before }, dueAt, new Date(after))).toBe(true);
});

test("a day is the one of the zone", () => {
  expect(dayOf(new Date("2024-12-31T23:30:00Z"), "Europe/Zurich")).toBe("2025-01-01");
  expect(dayOf(new Date("2025-01-01T04:30:00Z"), "America/New_York")).toBe("2024-12-31");
});
