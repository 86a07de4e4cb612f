import {
  createAnnouncement,
  deleteAnnouncement,
  dismissAnnouncement,
  listAnnouncements,
  updateAnnouncement,
} from "@weft/api/announcements";
import { createClient } from "@weft/api/client";
import { listNotices } from "@weft/api/notices";
import { getSession } from "@weft/api/people";
import { expect, test } from "vitest";
import { openLive } from "../../live/live.make.ts";
import { runJobs } from "../../testing/jobs.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import { makeReader } from "../notices/notices.make.ts";

const hour = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString();

test("an announcement stands on every page in the reader's language, also for who is not signed in, within its time", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeReader(weft, { isInstanceOwner: true });
  const nobody = (language: string) => createClient({ url: weft.url, headers: { "accept-language": language } });
  const texts = { en: "Down on Sunday", fr: "Arrêté dimanche" };
  const make = (body: object) => owner.browser.call(createAnnouncement, { body: { texts, level: "warning", ...body } });
  const shown = await make({});
  await make({ texts: { en: "Later" }, startsAt: inHours(1) });
  await make({ texts: { en: "Past" }, startsAt: inHours(-2), endsAt: inHours(-1) });
  const told = (text: string) => [{ id: shown.id, level: "warning", text }];
  expect((await owner.browser.call(getSession, {})).announcements).toEqual(told(texts.en));
  expect((await nobody("fr").call(getSession, {})).announcements).toEqual(told(texts.fr));
  const { announcements } = await owner.browser.call(listAnnouncements, {});
  expect(announcements.map(({ state, texts: { en } }) => [en, state])).toEqual([
    ["Later", "coming"],
    ["Down on Sunday", "shown"],
    ["Past", "over"],
  ]);
});

test("who reads the language that is empty gets the other", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeReader(weft, { isInstanceOwner: true });
  await owner.browser.call(createAnnouncement, { body: { texts: { fr: "Bonjour" }, level: "info" } });
  expect((await owner.browser.call(getSession, {})).announcements).toMatchObject([{ text: "Bonjour" }]);
  await expect(
    owner.browser.call(createAnnouncement, { body: { texts: { en: " ", fr: "" }, level: "info" } }),
  ).rejects.toMatchObject({ code: "request.invalid" });
  await expect(
    owner.browser.call(createAnnouncement, { body: { texts: { en: "x" }, level: "info", endsAt: inHours(-1) } }),
  ).rejects.toMatchObject({ issues: [{ path: "endsAt" }] });
});

test("who closes it sees it no more, on any device; others do; with another text it comes again", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeReader(weft, { isInstanceOwner: true });
  const reader = await makeReader(weft);
  const { id } = await owner.browser.call(createAnnouncement, { body: { texts: { en: "A" }, level: "info" } });
  const params = { announcementId: id };
  await reader.browser.call(dismissAnnouncement, { params });
  await reader.browser.call(dismissAnnouncement, { params });
  const shownTo = async ({ browser }: typeof reader) => (await browser.call(getSession, {})).announcements.length;
  expect([await shownTo(reader), await shownTo(owner)]).toEqual([0, 1]);
  await owner.browser.call(updateAnnouncement, { params, body: { level: "alert" } });
  expect(await shownTo(reader)).toBe(0);
  await owner.browser.call(updateAnnouncement, { params, body: { texts: { en: "B" } } });
  expect(await shownTo(reader)).toBe(1);
  await owner.browser.call(deleteAnnouncement, { params });
  expect(await shownTo(reader)).toBe(0);
  await expect(reader.browser.call(dismissAnnouncement, { params })).rejects.toMatchObject({
    code: "announcement.not_found",
  });
});

test("open pages hear of it at once; told by notice it is once, in each one's language", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeReader(weft, { isInstanceOwner: true });
  const reader = await makeReader(weft);
  await weft.weft.db.people.updateTable("people").set({ language: "fr" }).where("id", "=", reader.personId).execute();
  await using live = await openLive(weft.url, reader.token);
  live.say({ type: "ping" });
  await live.until("pong");
  const texts = { en: "New", fr: "Nouveau" };
  const { id } = await owner.browser.call(createAnnouncement, { body: { texts, level: "info", isNotice: true } });
  await live.until("announcements");
  await runJobs(weft.weft);
  await owner.browser.call(updateAnnouncement, { params: { announcementId: id }, body: { level: "warning" } });
  await runJobs(weft.weft);
  const titlesOf = async ({ browser }: typeof reader) =>
    (await browser.call(listNotices, {})).notices.map(({ title }) => title);
  expect([await titlesOf(owner), await titlesOf(reader)]).toEqual([["New"], ["Nouveau"]]);
});
