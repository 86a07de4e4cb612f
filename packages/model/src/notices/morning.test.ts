import { expect, test } from "vitest";
import { lastMorning } from "./morning.ts";

test.each([
  ["an hour past seven", "2026-11-21T08:00:00Z", "UTC", "2026-11-21T07:00:00.000Z"],
  ["just at seven", "2026-11-21T07:00:00Z", "UTC", "2026-11-21T07:00:00.000Z"],
  ["a minute before", "2026-11-21T06:59:00Z", "UTC", "2026-11-20T07:00:00.000Z"],
  ["just past midnight", "2026-11-21T00:00:00Z", "UTC", "2026-11-20T07:00:00.000Z"],
  [
    "a zone ahead, where it is tomorrow already",
    "2026-11-21T22:30:00Z",
    "Pacific/Auckland",
    "2026-11-21T18:00:00.000Z",
  ],
  [
    "a zone behind, where it is still yesterday",
    "2026-11-21T02:00:00Z",
    "America/Los_Angeles",
    "2026-11-20T15:00:00.000Z",
  ],
  ["half an hour's zone", "2026-11-21T02:00:00Z", "Asia/Kolkata", "2026-11-21T01:30:00.000Z"],
  ["the night in which clocks go forward", "2026-03-29T04:59:00Z", "Europe/Paris", "2026-03-28T06:00:00.000Z"],
  ["the morning after it", "2026-03-29T05:00:00Z", "Europe/Paris", "2026-03-29T05:00:00.000Z"],
  ["the night in which clocks go back", "2026-10-25T05:59:00Z", "Europe/Paris", "2026-10-24T05:00:00.000Z"],
])("the last morning, %s", (_name, now, zone, morning) => {
  expect(lastMorning(new Date(now), zone).toISOString()).toBe(morning);
});
