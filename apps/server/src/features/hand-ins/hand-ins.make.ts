import type { HandIn, Submission } from "@weft/api/hand-in-shapes";
import type { BodyInput } from "@weft/api/endpoint";
import { createHandIn, handInFile, listSubmissions } from "@weft/api/hand-ins";
import { createUpload } from "@weft/api/uploads";
import { dayOf } from "@weft/model/hand-ins/schedule";
import { shift } from "@weft/model/filters/periods";
import { runJobs } from "../../testing/jobs.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";

/** A day from today on, in UTC. */
export function inDays(days: number): string {
  return shift(dayOf(new Date(), "UTC"), "day", days);
}

/** A manager, and an editor who owes them something. */
export async function makeTwo(test: TestWeft) {
  const owner = await makePerson(test);
  const { workspaceId } = owner;
  return { owner, workspaceId, editor: await makePerson(test, { workspaceId, role: "editor" }) };
}

/** A request into a table of sites and counts; due tomorrow and open, if the test does not say otherwise. */
export async function makeHandIn(
  test: TestWeft,
  manager: TestPerson,
  wanted: Partial<BodyInput<typeof createHandIn>> & Pick<BodyInput<typeof createHandIn>, "debtors">,
): Promise<HandIn> {
  const tableId = wanted.tableId ?? (await makeCounts(test, manager));
  return manager.client.call(createHandIn, {
    params: { workspaceId: manager.workspaceId },
    body: { title: "Counts", firstDue: inDays(1), period: "monthly", timeZone: "UTC", ...wanted, tableId },
  });
}

/** The table it goes into. */
async function makeCounts(test: TestWeft, owner: TestPerson): Promise<string> {
  const fields = [{ name: "Site" }, { name: "Count", type: "number" as const }];
  return (await makeTable(test, owner, { fields })).id;
}

/** The submissions of a request, newest round first. */
export async function readSubmissions(manager: TestPerson, { id }: { id: string }): Promise<Submission[]> {
  return (await manager.client.call(listSubmissions, { params: { handInId: id } })).submissions;
}

/** A file of somebody's in the object store. */
export async function makeUpload(person: TestPerson, workspaceId: string, text: string): Promise<string> {
  const response = await person.client.open(createUpload, {
    params: { workspaceId },
    query: { name: "counts.csv" },
    body: text,
    headers: { "content-type": "application/octet-stream" },
  });
  return ((await response.json()) as { id: string }).id;
}

/** A file handed in and looked at. */
export async function handInText(
  test: TestWeft,
  person: TestPerson,
  { workspaceId, submissionId, text }: { workspaceId: string; submissionId: string; text: string },
): Promise<Submission> {
  const uploadId = await makeUpload(person, workspaceId, text);
  const handedIn = await person.client.call(handInFile, { params: { submissionId }, body: { uploadId } });
  await runJobs(test.weft);
  return handedIn;
}
