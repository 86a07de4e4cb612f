import { makeId } from "@weft/model/ids";
import { makePerson } from "../../testing/weft.ts";
import { addMail } from "../mails/mails.store.ts";
import { writeTestLetter } from "../mails/mails.test-letter.ts";
import type { World } from "./permissions.callers.ts";
import type { Fixture } from "./permissions.fixtures.ts";

const plain: Fixture = () => ({});
const ofPerson: Fixture = async ({ test }) => ({ params: { personId: (await makePerson(test)).personId } });

async function newJob({ test }: World): Promise<string> {
  const { rows } = await test.weft.db.peoplePool.query<{ id: number }>(
    "select id from graphile_worker.add_job('mail.send', json_build_object('mailId', $1::text))",
    [makeId("mail")],
  );
  return String(rows[0]?.id);
}

async function newMail({ test }: World): Promise<string> {
  const to = `${crypto.randomUUID()}@example.org`;
  await addMail(test.weft.db.people, writeTestLetter(test.weft, to, "en"), { smtp: false });
  const mail = await test.weft.db.people
    .selectFrom("mails")
    .select("id")
    .where("to", "=", to)
    .executeTakeFirstOrThrow();
  return mail.id;
}

/** Requests that work at the doors of those who run the instance. */
export const instanceFixtures: Record<string, Fixture> = {
  "people.list": plain,
  "people.end_sessions": ofPerson,
  "people.reset_second_factor": ofPerson,
  "people.send_password_link": ofPerson,
  "people.set_instance_owner": async (world, caller) => ({
    ...(await ofPerson(world, caller)),
    body: { isInstanceOwner: false },
  }),
  "mails.test": () => ({ body: { to: "nobody@example.org" } }),
  // There is no mail server: the action refuses with 400, past the door.
  "mails.retry": async (world) => ({ params: { mailId: await newMail(world) }, works: [400] }),
  "instance.health": plain,
  "instance.pulse": plain,
  "instance.settings": plain,
  "instance.update_settings": () => ({ body: { settings: { WEFT_TRASH_DAYS: null } } }),
  "instance.storage": plain,
  "orphans.count": plain,
  "orphans.clear": plain,
  "instance.workspaces": plain,
  "instance.workspace_members": ({ owner }) => ({ params: { workspaceId: owner.workspaceId } }),
  "queue.get": plain,
  "queue.list": plain,
  "queue.retry": async (world) => ({ params: { jobId: await newJob(world) } }),
  "queue.cancel": async (world) => ({ params: { jobId: await newJob(world) } }),
};
