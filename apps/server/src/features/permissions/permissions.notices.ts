import { createAnnouncement } from "@weft/api/announcements";
import { createClient } from "@weft/api/client";
import { makePerson } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";
import type { World } from "./permissions.callers.ts";
import type { Fixture } from "./permissions.fixtures.ts";

const plain: Fixture = () => ({});

/** Requests that work at the doors of notices, announcements, and of people's data taken along or erased. */
export const noticeFixtures: Record<string, Fixture> = {
  "notices.list": plain,
  "notices.read": () => ({ body: {} }),
  "notices.preferences": plain,
  "notices.prefer": () => ({ body: { kind: "import_ended", mail: "daily" } }),
  "notices.stop": () => ({ body: { key: "none" }, works: [410] }),
  "announcements.list": plain,
  "announcements.create": () => ({ body: { texts: { en: "Hello" }, level: "info" } }),
  "announcements.update": async (world) => ({ ...(await newAnnouncement(world)), body: { level: "alert" } }),
  "announcements.delete": newAnnouncement,
  "announcements.dismiss": newAnnouncement,
  "profile.take_along": plain,
  "profile.get_take_along": plain,
  // Asked for perhaps, written by nobody here.
  "profile.take_along_file": () => ({ works: [409] }),
  "profile.look_at_erasure": plain,
  // Past the door it is refused for the address.
  "profile.erase": () => ({ body: { email: "nobody@example.org" }, works: [400] }),
  "people.look_at_erasure": async ({ test }) => ({ params: { personId: (await makePerson(test)).personId } }),
  "people.erase": async ({ test }) => {
    const { personId } = await makePerson(test);
    return { params: { personId }, body: { email: `${personId}@example.org` } };
  },
};

async function newAnnouncement({ test, owner }: World) {
  const client = createClient({ url: test.url, headers: await makeSession(test, owner.personId) });
  const { id } = await client.call(createAnnouncement, { body: { texts: { en: "Hello" }, level: "info" } });
  return { params: { announcementId: id } };
}
