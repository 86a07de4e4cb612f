import type { Client } from "@weft/api/client";
import { createClient } from "@weft/api/client";
import type { NoticeKind } from "@weft/model/notices/kinds";
import { phrase } from "@weft/model/texts/phrase";
import { runJobs } from "../../testing/jobs.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson } from "../../testing/weft.ts";
import { makeSession } from "../people/people.make.ts";
import { notify } from "./notices.notify.ts";

/** A person at a browser: what bells and choices are for. */
export async function makeReader(
  test: TestWeft,
  who: Parameters<typeof makePerson>[1] = {},
): Promise<TestPerson & { browser: Client }> {
  const person = await makePerson(test, who);
  const headers = await makeSession(test, person.personId);
  return { ...person, browser: createClient({ url: test.url, headers }) };
}

/** Tells a person something of a kind, and has its jobs done. */
export async function tell(test: TestWeft, personId: string, kind: NoticeKind, title = "Something"): Promise<void> {
  await notify(test.weft.db.people, personId, kind, { title: phrase`${title} could not be loaded`, link: "/imports" });
  await runJobs(test.weft);
}

/** The outbox, in its order. */
export async function mailsOf(test: TestWeft) {
  return test.weft.db.people.selectFrom("mails").selectAll().orderBy("created_at").orderBy("id").execute();
}
