import {
  acceptSubmission,
  closeHandIn,
  downloadTemplate,
  getSubmission,
  handInFile,
  listHandIns,
  listOwed,
  listRounds,
  openNextRound,
  remindRound,
  sendBackSubmission,
  updateHandIn,
} from "@weft/api/hand-ins";
import { getImport, startImport, updateImport } from "@weft/api/imports";
import { addTeamMember, createTeam } from "@weft/api/teams";
import { shift } from "@weft/model/filters/periods";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { refused } from "../../testing/refused.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { readTable } from "../imports/imports.make.ts";
import { tendHandIns } from "./hand-ins.jobs.ts";
import { handInText, inDays, makeHandIn, makeTwo, makeUpload, readSubmissions } from "./hand-ins.make.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

async function noticesOf({ personId }: TestPerson): Promise<string[]> {
  const rows = await weft.weft.db.people
    .selectFrom("notices")
    .select("kind")
    .where("person_id", "=", personId)
    .where("kind", "like", "handin%")
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(({ kind }) => kind);
}

/** The clock's job, as at noon of a day. */
const tend = (day: string) => tendHandIns(weft.weft, {}, null, new Date(`${day}T12:00:00Z`));

test("what is handed in is looked at, sent back with a word, handed in again, accepted, and only then in the table", async () => {
  const { owner, workspaceId, editor } = await makeTwo(weft);
  const handIn = await makeHandIn(weft, owner, { debtors: [{ personId: editor.personId }] });
  const { owed } = await editor.client.call(listOwed, {});
  expect(owed).toMatchObject([{ title: "Counts", state: "owed", late: false, dueOn: inDays(1) }]);
  const submissionId = owed[0]?.id as string;
  const params = { submissionId };
  await handInText(weft, editor, { workspaceId, submissionId, text: "Site,Count,Note\nA,3,x\nB,many,y\n" });
  expect(await editor.client.call(getSubmission, { params })).toMatchObject({
    state: "handed_in",
    isMine: true,
    check: {
      records: 2,
      unmatched: ["Note"],
      missing: [],
      misfits: [{ column: "Count", count: 1, examples: [{ line: 3, value: "many" }] }],
    },
  });
  const comment = "Line 3 has no number.";
  await owner.client.call(sendBackSubmission, { params, body: { comment } });
  expect((await editor.client.call(listOwed, {})).owed).toMatchObject([{ state: "sent_back", comment }]);
  await handInText(weft, editor, { workspaceId, submissionId, text: "Site,Count,Note\nA,3,x\nB,4,y\n" });
  expect(await readTable(weft, owner, handIn.tableId)).toEqual([]);
  await owner.client.call(acceptSubmission, { params });
  await runJobs(weft.weft);
  expect(await readTable(weft, owner, handIn.tableId)).toEqual(["A,3", "B,4"]);
  const done = await owner.client.call(getSubmission, { params });
  expect(done).toMatchObject({ state: "accepted", comment: null, isMine: false, import: { state: "done" } });
  expect(done.steps.map(({ kind }) => kind)).toEqual(["handed_in", "sent_back", "handed_in", "accepted"]);
  expect(await editor.client.call(listOwed, {})).toMatchObject({ owed: [], accepted: [{ id: submissionId }] });
  expect(await noticesOf(editor)).toEqual(["handin_due", "handin_sent_back", "handin_accepted"]);
  expect(await noticesOf(owner)).toEqual(["handin_received", "handin_received"]);
});

test("an import that waits to be accepted can be neither started nor led elsewhere by the one who handed it in", async () => {
  const { owner, workspaceId, editor } = await makeTwo(weft);
  const handIn = await makeHandIn(weft, owner, { debtors: [{ personId: editor.personId }] });
  const [submission] = await readSubmissions(owner, handIn);
  const submissionId = submission?.id as string;
  await handInText(weft, editor, { workspaceId, submissionId, text: "Site,Count\nA,3\n" });
  const importId = (await readSubmissions(owner, handIn))[0]?.import?.id as string;
  const params = { importId };
  expect(await refused(editor.client.call(startImport, { params }))).toBe("import.wrong_state");
  const options = { mode: "replace" as const, tableId: handIn.tableId };
  expect(await refused(editor.client.call(updateImport, { params, body: { options } }))).toBe("import.wrong_state");
  await handInText(weft, editor, { workspaceId, submissionId, text: "Site,Count\nA,4\n" });
  expect((await editor.client.call(getImport, { params })).state).toBe("cancelled");
  expect(await refused(owner.client.call(acceptSubmission, { params: { submissionId } }))).toBe("works");
  expect(await refused(owner.client.call(acceptSubmission, { params: { submissionId } }))).toBe(
    "submission.wrong_state",
  );
  const body = { uploadId: await makeUpload(editor, workspaceId, "Site\nA\n") };
  expect(await refused(editor.client.call(handInFile, { params: { submissionId }, body }))).toBe(
    "submission.wrong_state",
  );
  await runJobs(weft.weft);
  const back = owner.client.call(sendBackSubmission, { params: { submissionId }, body: { comment: "No" } });
  expect(await refused(back)).toBe("submission.wrong_state");
});

test("a team owes once, and any of its members hands in; or each of its members owes", async () => {
  const { owner, workspaceId, editor } = await makeTwo(weft);
  const other = await makePerson(weft, { workspaceId, role: "editor" });
  const stranger = await makePerson(weft, { workspaceId, role: "editor" });
  const { id: teamId } = await owner.client.call(createTeam, { params: { workspaceId }, body: { name: "Ringers" } });
  for (const { personId } of [editor, other]) await owner.client.call(addTeamMember, { params: { teamId, personId } });
  const once = await makeHandIn(weft, owner, { debtors: [{ teamId }] });
  const [ofTeam, ...more] = await readSubmissions(owner, once);
  expect([ofTeam?.debtor, more]).toEqual([{ kind: "team", id: teamId, name: "Ringers" }, []]);
  const submissionId = ofTeam?.id as string;
  const body = { uploadId: await makeUpload(stranger, workspaceId, "Site\nA\n") };
  expect(await refused(stranger.client.call(handInFile, { params: { submissionId }, body }))).toBe(
    "submission.not_found",
  );
  expect(await refused(stranger.client.call(getSubmission, { params: { submissionId } }))).toBe("submission.not_found");
  await handInText(weft, other, { workspaceId, submissionId, text: "Site,Count\nA,3\n" });
  expect((await readSubmissions(owner, once))[0]).toMatchObject({ state: "handed_in" });
  const debtors = [{ teamId, each: true }, { personId: editor.personId }];
  const each = await makeHandIn(weft, owner, { debtors });
  const owing = (await readSubmissions(owner, each)).map(({ debtor }) => debtor.id).sort();
  expect(owing).toEqual([editor.personId, other.personId].sort());
});

test("rounds open by the clock some days before they are due, once, however often the job runs; reminders too", async () => {
  const { owner, editor } = await makeTwo(weft);
  const firstDue = inDays(20);
  const debtors = [{ personId: editor.personId }];
  const handIn = await makeHandIn(weft, owner, { debtors, firstDue, opensDays: 10, remindDays: 3 });
  expect(handIn).toMatchObject({ current: null, nextDue: firstDue });
  const at = (days: number) => shift(firstDue, "day", days);
  await tend(at(-11));
  expect(await readSubmissions(owner, handIn)).toEqual([]);
  await Promise.all([tend(at(-10)), tend(at(-10))]);
  expect(await readSubmissions(owner, handIn)).toHaveLength(1);
  const told = async () => (await noticesOf(editor)).length;
  expect(await told()).toBe(1);
  for (const [day, notices] of [
    [-4, 1],
    [-3, 2],
    [-2, 2],
    [0, 3],
    [0, 3],
    [1, 3],
  ] as const) {
    await tend(at(day));
    expect([day, await told()]).toEqual([day, notices]);
  }
  const next = shift(firstDue, "month", 1);
  await tend(shift(next, "day", -10));
  const { rounds } = await owner.client.call(listRounds, { params: { handInId: handIn.id } });
  expect(rounds.map(({ dueOn }) => dueOn)).toEqual([next, firstDue]);
});

test("a manager opens the next round now, and reminds each at most once a day", async () => {
  const { owner, editor, workspaceId } = await makeTwo(weft);
  const other = await makePerson(weft, { workspaceId, role: "editor" });
  const debtors = [editor, other].map(({ personId }) => ({ personId }));
  const handIn = await makeHandIn(weft, owner, { debtors });
  const params = { handInId: handIn.id };
  const round = await owner.client.call(openNextRound, { params });
  expect(round).toMatchObject({ number: 1, dueOn: shift(inDays(1), "month", 1), counts: { owed: 2 } });
  const submissions = (await readSubmissions(owner, handIn)).filter(({ roundId }) => roundId === round.id);
  const submissionIds = submissions.filter(({ debtor }) => debtor.id === editor.personId).map(({ id }) => id);
  const remind = (body: { submissionIds?: string[] }) =>
    owner.client.call(remindRound, { params: { roundId: round.id }, body });
  expect(await remind({ submissionIds })).toEqual({ reminded: 1, remindedToday: 0 });
  expect(await remind({})).toEqual({ reminded: 1, remindedToday: 1 });
  expect(await remind({})).toEqual({ reminded: 0, remindedToday: 2 });
  const yesterday = new Date(Date.now() - 86_400_000);
  await weft.weft.db.people
    .updateTable("submissions")
    .set({ reminded_at: yesterday })
    .where("round_id", "=", round.id)
    .execute();
  expect(await remind({})).toEqual({ reminded: 2, remindedToday: 0 });
  const once = await makeHandIn(weft, owner, { debtors, period: "once" });
  expect(await refused(owner.client.call(openNextRound, { params: { handInId: once.id } }))).toBe("hand_in.closed");
});

test("in the next round the file of the last can be handed in again, read as it was then", async () => {
  const { owner, editor, workspaceId } = await makeTwo(weft);
  const handIn = await makeHandIn(weft, owner, { debtors: [{ personId: editor.personId }] });
  const submissionId = (await readSubmissions(owner, handIn))[0]?.id as string;
  const again = (id: string) =>
    editor.client.call(handInFile, { params: { submissionId: id }, body: { repeats: true } });
  expect(await refused(again(submissionId))).toBe("submission.wrong_state");
  await handInText(weft, editor, { workspaceId, submissionId, text: "Site,Count\nA,3\n" });
  await owner.client.call(acceptSubmission, { params: { submissionId } });
  await owner.client.call(openNextRound, { params: { handInId: handIn.id } });
  const next = (await readSubmissions(owner, handIn))[0]?.id as string;
  expect(await editor.client.call(getSubmission, { params: { submissionId: next } })).toMatchObject({
    state: "owed",
    last: { name: "counts.csv" },
  });
  await again(next);
  await runJobs(weft.weft);
  await owner.client.call(acceptSubmission, { params: { submissionId: next } });
  await runJobs(weft.weft);
  expect(await readTable(weft, owner, handIn.tableId)).toEqual(["A,3", "A,3"]);
});

test("who owes it can be changed while a round goes on; who has handed in keeps what they did", async () => {
  const { owner, editor, workspaceId } = await makeTwo(weft);
  const other = await makePerson(weft, { workspaceId, role: "editor" });
  const third = await makePerson(weft, { workspaceId, role: "editor" });
  const handIn = await makeHandIn(weft, owner, { debtors: [editor, other].map(({ personId }) => ({ personId })) });
  const idOf = async ({ personId }: TestPerson) =>
    (await readSubmissions(owner, handIn)).find(({ debtor }) => debtor.id === personId)?.id as string;
  await handInText(weft, editor, { workspaceId, submissionId: await idOf(editor), text: "Site,Count\nA,3\n" });
  const params = { handInId: handIn.id };
  await owner.client.call(updateHandIn, { params, body: { debtors: [{ personId: third.personId }] } });
  const debtors = (await readSubmissions(owner, handIn)).map(({ debtor }) => debtor.id).sort();
  expect(debtors).toEqual([editor.personId, third.personId].sort());
  expect(await noticesOf(third)).toEqual(["handin_due"]);
  await weft.weft.db.people.deleteFrom("members").where("person_id", "=", third.personId).execute();
  await tend(inDays(0));
  expect(await readSubmissions(owner, handIn)).toHaveLength(1);
});

test("a closed request asks nobody any more, but what was handed in can still be accepted", async () => {
  const { owner, editor, workspaceId } = await makeTwo(weft);
  const other = await makePerson(weft, { workspaceId, role: "editor" });
  const handIn = await makeHandIn(weft, owner, { debtors: [editor, other].map(({ personId }) => ({ personId })) });
  const [mine, theirs] = [editor, other].map(async ({ personId }) => {
    const all = await readSubmissions(owner, handIn);
    return all.find(({ debtor }) => debtor.id === personId)?.id as string;
  });
  const submissionId = (await mine) as string;
  await handInText(weft, editor, { workspaceId, submissionId, text: "Site,Count\nA,3\n" });
  const closed = await owner.client.call(closeHandIn, { params: { handInId: handIn.id } });
  expect(closed).toMatchObject({ closedAt: expect.any(String), nextDue: null });
  expect((await other.client.call(listOwed, {})).owed).toEqual([]);
  const body = { uploadId: await makeUpload(other, workspaceId, "Site\nA\n") };
  const late = other.client.call(handInFile, { params: { submissionId: (await theirs) as string }, body });
  expect(await refused(late)).toBe("hand_in.closed");
  expect(await refused(owner.client.call(acceptSubmission, { params: { submissionId } }))).toBe("works");
});

test("only those are asked who belong to the workspace, for tables of it that the manager may write, and not for days gone by", async () => {
  const { owner, editor } = await makeTwo(weft);
  const stranger = await makePerson(weft);
  const debtors = [{ personId: editor.personId }];
  expect(await refused(makeHandIn(weft, owner, { debtors: [{ personId: stranger.personId }] }))).toBe(
    "person.not_found",
  );
  const elsewhere = await makeHandIn(weft, stranger, { debtors: [{ personId: stranger.personId }] });
  expect(await refused(makeHandIn(weft, owner, { debtors, tableId: elsewhere.tableId }))).toBe("table.not_found");
  expect(await refused(makeHandIn(weft, owner, { debtors, firstDue: inDays(-1) }))).toBe("request.invalid");
  expect(await refused(editor.client.call(listHandIns, { params: { workspaceId: owner.workspaceId } }))).toBe(
    "auth.forbidden",
  );
});

test("the template is the file that was given, or else the table's own; it outlives the sweep of unused files", async () => {
  const { owner, editor, workspaceId } = await makeTwo(weft);
  const debtors = [{ personId: editor.personId }];
  const read = async (handIn: { id: string }) => {
    const submissionId = (await readSubmissions(owner, handIn))[0]?.id as string;
    const query = { format: "csv" as const };
    return (await editor.client.open(downloadTemplate, { params: { submissionId }, query })).text();
  };
  const own = await makeHandIn(weft, owner, { debtors });
  expect(await read(own)).toBe("Site,Count\r\n");
  const templateUploadId = await makeUpload(owner, workspaceId, "Site;Count\nfill in;\n");
  const given = await makeHandIn(weft, owner, { debtors, templateUploadId });
  await weft.weft.db.people
    .updateTable("uploads")
    .set({ touched_at: new Date(0) })
    .where("id", "=", templateUploadId)
    .execute();
  const { sweepObjects } = await import("../trash/trash.objects.ts");
  await sweepObjects(weft.weft);
  expect(await read(given)).toBe("Site;Count\nfill in;\n");
});
