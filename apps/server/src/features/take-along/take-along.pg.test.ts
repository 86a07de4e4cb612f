import { text as readAll } from "node:stream/consumers";
import { createClient } from "@weft/api/client";
import { sendBackSubmission } from "@weft/api/hand-ins";
import { listNotices } from "@weft/api/notices";
import { updateRows } from "@weft/api/rows";
import { createTakeAlong, downloadTakeAlong, getTakeAlong } from "@weft/api/take-along";
import { addTeamMember, createTeam } from "@weft/api/teams";
import { createToken } from "@weft/api/tokens";
import { expect, test } from "vitest";
import yauzl from "yauzl";
import { runJobs } from "../../testing/jobs.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeExport } from "../exports/exports.make.ts";
import { handInText, makeHandIn, readSubmissions } from "../hand-ins/hand-ins.make.ts";
import { runImport } from "../imports/imports.make.ts";
import { makeReader } from "../notices/notices.make.ts";
import { makeTable } from "../tables/tables.make.ts";
import { expireTakeAlongs } from "./take-along.jobs.ts";

type Reader = Awaited<ReturnType<typeof makeReader>>;

/** Every part of a ZIP file, by path. */
async function unzip(file: Buffer): Promise<Record<string, string>> {
  const zip = await yauzl.fromBufferPromise(file);
  const parts: Record<string, string> = {};
  for await (const entry of zip.eachEntry())
    parts[entry.fileName] = await readAll(await zip.openReadStreamPromise(entry));
  return parts;
}

async function takeAlong(test: TestWeft, { browser }: Reader): Promise<Record<string, string>> {
  await browser.call(createTakeAlong, {});
  await runJobs(test.weft);
  const response = await browser.open(downloadTakeAlong, {});
  return unzip(Buffer.from(await response.arrayBuffer()));
}

const linesOf = (text: string | undefined) =>
  (text ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, never>);

test("a person takes along all that is kept of them, with the files that are still there, and a note in their language", async () => {
  await using weft = await makeTestWeft();
  const person = await makeReader(weft);
  await weft.weft.db.people.updateTable("people").set({ language: "fr" }).where("id", "=", person.personId).execute();
  const { secret } = await person.browser.call(createToken, { body: { name: "CI", scopes: ["read"] } });
  const { tableId } = await runImport(weft, person, { text: "a,b\n1,x\n", name: "../p/ä.csv" });
  await makeExport(weft, person, tableId as string, {});
  const parts = await takeAlong(weft, person);
  expect(parts["README.txt"]).toMatch(/^Ce que Weft conserve de vous/);
  expect(JSON.parse(parts["profile.json"] ?? "")).toMatchObject({
    id: person.personId,
    email: `${person.personId}@example.org`,
    language: "fr",
  });
  expect(JSON.parse(parts["sessions.json"] ?? "")).toHaveLength(1);
  expect(JSON.parse(parts["tokens.json"] ?? "")).toMatchObject([{ name: "test" }, { name: "CI", scopes: ["read"] }]);
  expect(JSON.parse(parts["memberships.json"] ?? "")).toMatchObject([{ workspace: "Test workspace", role: "owner" }]);
  expect(linesOf(parts["notices.ndjson"])[0]).toMatchObject({ title: expect.stringContaining("ligne chargée") });
  expect(linesOf(parts["imports.ndjson"])).toMatchObject([{ state: "done", loaded: 1 }]);
  expect(linesOf(parts["exports.ndjson"])).toMatchObject([{ state: "done", rows: 1 }]);
  expect(linesOf(parts["audit.ndjson"]).map(({ action }) => action)).toContain("token.created");
  const files = Object.entries(parts).filter(([path]) => path.startsWith("files/"));
  expect(files.map(([path]) => path.split("/").length)).toEqual([3, 3]);
  expect(files.map(([, text]) => text)).toContain("a,b\n1,x\n");
  const all = JSON.stringify(parts);
  expect(all).not.toContain(secret);
  for (const kept of ["hash", "token", "password"]) expect(parts["sessions.json"]).not.toContain(`"${kept}"`);
});

test("changes of rows are those of the person alone; of tables that are shut to them now, only when and where", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft);
  const person = await makeReader(weft, { workspaceId: owner.workspaceId, role: "editor" });
  const [open, shut] = [
    await makeTable(weft, owner, { rows: [{ Name: "open before" }] }),
    await makeTable(weft, owner, { rows: [{ Name: "shut before" }] }),
  ];
  for (const { id } of [open, shut])
    await person.client.call(updateRows, {
      params: { tableId: id },
      query: {},
      body: { rows: [{ id: 1, cells: { Name: `mine ${id}` } }] },
    });
  await weft.weft.db.peoplePool.query(
    `insert into weft.grants (id, workspace_id, base_id, table_id, person_id, role)
     values ('grtaaaaaaaaaaaaaa', $1, $2, $3, $4, 'none')`,
    [owner.workspaceId, owner.baseId, shut.id, person.personId],
  );
  const parts = await takeAlong(weft, person);
  const changes = linesOf(parts["changes.ndjson"]);
  expect(changes.map(({ table_id }) => table_id)).toEqual([open.id, shut.id]);
  expect(parts["changes.ndjson"]).toContain(`mine ${open.id}`);
  expect(parts["changes.ndjson"]).not.toContain(`mine ${shut.id}`);
  expect(parts["changes.ndjson"]).not.toContain("before");
  expect(JSON.parse(parts["tables.json"] ?? "")).toMatchObject([{ id: open.id }]);
});

test("hand-ins go along: what was asked of the person or their team, whole; of what others handed in, only their own deeds", async () => {
  await using weft = await makeTestWeft();
  const owner = await makeReader(weft);
  const { workspaceId } = owner;
  const person = await makeReader(weft, { workspaceId, role: "editor" });
  const other = await makePerson(weft, { workspaceId, role: "editor" });
  const { id: teamId } = await owner.client.call(createTeam, { params: { workspaceId }, body: { name: "Ringers" } });
  const params = { teamId, personId: person.personId };
  await owner.client.call(addTeamMember, { params });
  const asked = await makeHandIn(weft, owner, {
    title: "Counts of May",
    debtors: [{ personId: person.personId }, { personId: other.personId }],
  });
  await makeHandIn(weft, owner, { title: "Rings", tableId: asked.tableId, debtors: [{ teamId, each: false }] });
  const submissions = await readSubmissions(owner, asked);
  const comments = new Map([
    [person.personId, "Line 2 has no count."],
    [other.personId, "Not a word of this for others."],
  ]);
  for (const by of [person, other]) {
    const submissionId = submissions.find(({ debtor }) => debtor.id === by.personId)?.id as string;
    await handInText(weft, by, { workspaceId, submissionId, text: "Site,Count\nA,3\n" });
    const comment = comments.get(by.personId) as string;
    await owner.client.call(sendBackSubmission, { params: { submissionId }, body: { comment } });
  }
  const theirs = await takeAlong(weft, person);
  const lines = linesOf(theirs["hand-ins.ndjson"]);
  expect(lines).toHaveLength(2);
  expect(lines.find(({ title }) => title === "Counts of May")).toMatchObject({
    asked: "me",
    state: "sent_back",
    file: "counts.csv",
    comment: "Line 2 has no count.",
    steps: [
      { did: "handed_in", by_me: true, file: "counts.csv" },
      { did: "sent_back", by_me: false, comment: "Line 2 has no count." },
    ],
  });
  expect(lines.find(({ title }) => title === "Rings")).toMatchObject({
    asked: "my team",
    team: "Ringers",
    state: "owed",
    steps: [],
  });
  expect(JSON.stringify(theirs)).not.toContain("Not a word");
  const managers = await takeAlong(weft, owner);
  expect(JSON.parse(managers["hand-in-requests.json"] ?? "")).toMatchObject([
    { title: "Counts of May" },
    { title: "Rings" },
  ]);
  const deeds = linesOf(managers["hand-ins.ndjson"]);
  expect(deeds).toMatchObject([
    { asked: "others", state: null, file: null, steps: [{ did: "sent_back", by_me: true }] },
    { asked: "others", state: null, file: null, steps: [{ did: "sent_back", by_me: true }] },
  ]);
});

test("the bell tells when it is ready; it is its person's alone, one at a time, and goes when its time is over", async () => {
  await using weft = await makeTestWeft();
  const [person, other] = [await makeReader(weft), await makeReader(weft)];
  expect(await person.browser.call(getTakeAlong, {})).toEqual({ takeAlong: null });
  const asked = await person.browser.call(createTakeAlong, {});
  expect(await person.browser.call(createTakeAlong, {})).toEqual(asked);
  await expect(person.browser.open(downloadTakeAlong, {})).rejects.toMatchObject({ code: "take_along.not_ready" });
  await runJobs(weft.weft);
  expect((await person.browser.call(getTakeAlong, {})).takeAlong).toMatchObject({ state: "done", failure: null });
  expect((await person.browser.call(listNotices, {})).notices).toMatchObject([
    { kind: "export_ready", link: "/settings/profile#your-data" },
  ]);
  await expect(other.browser.open(downloadTakeAlong, {})).rejects.toMatchObject({ code: "take_along.not_ready" });
  await expect(createClient({ url: weft.url }).open(downloadTakeAlong, {})).rejects.toMatchObject({ status: 401 });
  await weft.weft.db.peoplePool.query("update weft.take_alongs set expires_at = now() - interval '1 s'");
  await expect(person.browser.open(downloadTakeAlong, {})).rejects.toMatchObject({ code: "take_along.not_ready" });
  await expireTakeAlongs(weft.weft);
  const keys: string[] = [];
  for await (const { key } of weft.weft.objects.list()) keys.push(key);
  expect(keys.filter((key) => key.startsWith("take-along/"))).toEqual([]);
});

test("many changes are written without holding them in memory", async () => {
  await using weft = await makeTestWeft();
  const person = await makeReader(weft);
  const { id } = await makeTable(weft, person, {});
  await weft.weft.db.peoplePool.query(
    `insert into weft.changes (table_id, number, person_id, kind, row_ids, after)
     select $1, 1000 + n, $2, 'rows.updated', array[n], jsonb_build_object(n::text, jsonb_build_object('f', n))
     from generate_series(1, 3000) n`,
    [id, person.personId],
  );
  const changes = linesOf((await takeAlong(weft, person))["changes.ndjson"]);
  expect(changes.filter(({ number }) => Number(number) > 1000)).toHaveLength(3000);
});
