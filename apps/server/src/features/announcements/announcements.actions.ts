import type { Announcement, AnnouncementTexts, ShownAnnouncement } from "@weft/api/announcements";
import type * as contract from "@weft/api/announcements";
import type { BodyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import type { Language } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Selectable } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { addJob } from "../../jobs/add-job.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import type { AnnouncementParts } from "./announcements.store.ts";
import {
  deleteAnnouncementRow,
  deleteDismissals,
  findAnnouncements,
  findShown,
  insertAnnouncement,
  insertDismissal,
  lockAnnouncement,
  setAnnouncement,
} from "./announcements.store.ts";

type Row = Selectable<WeftTables["announcements"]>;

/** What stands on top of pages now, for this person or for who is not signed in. */
export async function listShown(weft: Weft, personId: string | null, language: Language): Promise<ShownAnnouncement[]> {
  const found = await findShown(weft.db.people, personId);
  return found.map(({ id, level, texts }) => ({
    id,
    level: level as Announcement["level"],
    text: textIn(texts, language),
  }));
}

/** An announcement in a language, or in the one it was written in. */
export function textIn(texts: AnnouncementTexts, language: Language): string {
  return texts[language] || texts.en || texts.fr;
}

/** Every announcement, with whether it is shown; for the instance's owner. */
export async function listAnnouncements(weft: Weft, actor: Actor): Promise<{ announcements: Announcement[] }> {
  needOwner(actor);
  return { announcements: (await findAnnouncements(weft.db.people)).map(show) };
}

/** Announces something, now or from a later moment on. */
export async function createAnnouncement(
  weft: Weft,
  actor: Actor,
  { startsAt, endsAt, ...body }: BodyOf<typeof contract.createAnnouncement>,
): Promise<Announcement> {
  needOwner(actor);
  const parts = { ...body, startsAt: startsAt ? new Date(startsAt) : new Date(), endsAt: dateOf(endsAt) };
  checkOrder(parts);
  const id = makeId("announcement");
  return weft.db.people.transaction().execute(async (trx) => {
    const made = await insertAnnouncement(trx, { id, madeBy: actor.personId, ...parts });
    if (parts.isNotice) await addJob(trx, "announcement.tell", {});
    await announce(trx, { about: "announcements" });
    await recordAudit(trx, actor, {
      action: "announcement.created",
      thing: toldOf(id, parts.texts),
      after: parts,
    });
    return show(made);
  });
}

/** Changes an announcement; what is not given stays. */
export async function updateAnnouncement(
  weft: Weft,
  actor: Actor,
  id: string,
  { startsAt, endsAt, ...body }: BodyOf<typeof contract.updateAnnouncement>,
): Promise<Announcement> {
  needOwner(actor);
  return weft.db.people.transaction().execute(async (trx) => {
    const found = await lockAnnouncement(trx, id);
    if (!found) throw missing(id);
    const before = partsOf(found);
    const after = {
      ...before,
      ...body,
      ...(startsAt !== undefined && { startsAt: new Date(startsAt) }),
      ...(endsAt !== undefined && { endsAt: dateOf(endsAt) }),
    };
    checkOrder(after);
    const made = await setAnnouncement(trx, id, after);
    if (JSON.stringify(before.texts) !== JSON.stringify(after.texts)) await deleteDismissals(trx, id);
    if (after.isNotice && !found.told_at) await addJob(trx, "announcement.tell", {});
    await announce(trx, { about: "announcements" });
    await recordAudit(trx, actor, {
      action: "announcement.updated",
      thing: toldOf(id, after.texts),
      before,
      after,
    });
    return show(made);
  });
}

/** Takes an announcement away; notices of it stay. */
export async function deleteAnnouncement(weft: Weft, actor: Actor, id: string): Promise<void> {
  needOwner(actor);
  await weft.db.people.transaction().execute(async (trx) => {
    const found = await lockAnnouncement(trx, id);
    if (!found) throw missing(id);
    await deleteAnnouncementRow(trx, id);
    await announce(trx, { about: "announcements" });
    await recordAudit(trx, actor, { action: "announcement.deleted", thing: toldOf(id, found.texts) });
  });
}

/** Closes an announcement for whoever acts. */
export async function dismissAnnouncement(weft: Weft, actor: Actor, id: string): Promise<void> {
  if (!(await insertDismissal(weft.db.people, id, actor.personId))) throw missing(id);
}

/** How the trail calls an announcement: by the beginning of what it says. */
function toldOf(id: string, texts: AnnouncementTexts) {
  return { kind: "announcement" as const, id, name: textIn(texts, "en").slice(0, 80) };
}

function checkOrder({ startsAt, endsAt }: AnnouncementParts): void {
  if (!endsAt || endsAt.getTime() > startsAt.getTime()) return;
  throw new Problem("request.invalid", phrase`This announcement would end before it begins.`, [
    { path: "endsAt", message: phrase`must lie after its beginning` },
  ]);
}

function dateOf(at: string | null): Date | null {
  return at === null ? null : new Date(at);
}

function partsOf({ texts, level, starts_at, ends_at, is_notice }: Row): AnnouncementParts {
  return { texts, level: level as Announcement["level"], startsAt: starts_at, endsAt: ends_at, isNotice: is_notice };
}

function show(row: Row): Announcement {
  const { startsAt, endsAt, ...parts } = partsOf(row);
  const now = Date.now();
  const isOver = endsAt !== null && endsAt.getTime() <= now;
  return {
    id: row.id,
    ...parts,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    state: isOver ? "over" : startsAt.getTime() > now ? "coming" : "shown",
    createdAt: row.created_at.toISOString(),
  };
}

function needOwner(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may announce something.`);
}

function missing(id: string): Problem {
  return new Problem("announcement.not_found", phrase`There is no announcement ${id}.`);
}
