import {
  checkDebtors,
  closeHandIn,
  getHandIn,
  listOwed,
  listRounds,
  moveRound,
  openNextRound,
  remindRound,
  updateHandIn,
} from "@weft/api/hand-ins";
import { addTeamMember, createTeam } from "@weft/api/teams";
import { shift } from "@weft/model/filters/periods";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refused } from "../../testing/refused.ts";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { tendHandIns } from "./hand-ins.jobs.ts";
import { inDays, makeHandIn, makeTwo } from "./hand-ins.make.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

async function titlesTold({ personId }: TestPerson): Promise<string[]> {
  const rows = await weft.weft.db.people
    .selectFrom("notices")
    .select("data")
    .where("person_id", "=", personId)
    .where("kind", "=", "handin_due")
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(({ data }) => JSON.stringify((data as { title: unknown }).title));
}

const roundsOf = async (owner: TestPerson, { id }: { id: string }) =>
  (await owner.client.call(listRounds, { params: { handInId: id } })).rounds;

test("an open round is given another due day: who owes is told, and reminded for that day; days gone by and closed requests refuse it", async () => {
  const { owner, editor } = await makeTwo(weft);
  const handIn = await makeHandIn(weft, owner, { debtors: [{ personId: editor.personId }], remindDays: 3 });
  await owner.client.call(openNextRound, { params: { handInId: handIn.id } });
  const roundId = (await roundsOf(owner, handIn))[1]?.id as string;
  const dueOn = inDays(8);
  const moved = await owner.client.call(moveRound, { params: { roundId }, body: { dueOn } });
  expect(moved).toMatchObject({ dueOn, number: 0, dueAt: `${shift(dueOn, "day", 1)}T00:00:00.000Z` });
  expect((await editor.client.call(listOwed, {})).owed[0]).toMatchObject({ dueOn, late: false });
  expect((await titlesTold(editor)).at(-1)).toContain("is now due on");
  const told = (await titlesTold(editor)).length;
  // The same day again is no news; the reminder comes for the new day.
  await owner.client.call(moveRound, { params: { roundId }, body: { dueOn } });
  await tendHandIns(weft.weft, {}, null, new Date(`${shift(dueOn, "day", -4)}T12:00:00Z`));
  expect(await titlesTold(editor)).toHaveLength(told);
  await tendHandIns(weft.weft, {}, null, new Date(`${shift(dueOn, "day", -3)}T12:00:00Z`));
  expect(await titlesTold(editor)).toHaveLength(told + 1);
  const [later] = await roundsOf(owner, handIn);
  expect(later?.dueOn).toBe(shift(inDays(1), "month", 1));
  const refusals = [
    owner.client.call(moveRound, { params: { roundId }, body: { dueOn: inDays(-1) } }),
    editor.client.call(moveRound, { params: { roundId }, body: { dueOn } }),
  ];
  expect(await Promise.all(refusals.map(refused))).toEqual(["request.invalid", "auth.forbidden"]);
  // Any open round can be reminded of.
  const params = { roundId };
  expect(await owner.client.call(remindRound, { params, body: {} })).toMatchObject({ reminded: 1 });
  await owner.client.call(closeHandIn, { params: { handInId: handIn.id } });
  expect(await refused(owner.client.call(moveRound, { params, body: { dueOn: inDays(9) } }))).toBe("hand_in.closed");
});

test("the rounds to come get other days and another period, counted from the next one; those that are open keep theirs", async () => {
  const { owner, editor } = await makeTwo(weft);
  const handIn = await makeHandIn(weft, owner, { debtors: [{ personId: editor.personId }] });
  const params = { handInId: handIn.id };
  const [first] = await roundsOf(owner, handIn);
  const nextDue = inDays(10);
  const changed = await owner.client.call(updateHandIn, { params, body: { nextDue, period: "weeks", weeks: 2 } });
  expect(changed).toMatchObject({ period: "weeks", weeks: 2 });
  // It is due soon enough to be open at once, and its people know.
  expect((await roundsOf(owner, handIn)).map(({ dueOn }) => dueOn)).toEqual([nextDue, first?.dueOn]);
  expect(changed.nextDue).toBe(shift(nextDue, "week", 2));
  expect(await titlesTold(editor)).toHaveLength(2);
  // Wished as it is, nothing changes; a day gone by is refused.
  const same = { nextDue: changed.nextDue as string, period: "weeks" as const, weeks: 2 };
  expect(await owner.client.call(updateHandIn, { params, body: same })).toMatchObject({ firstDue: nextDue });
  const gone = owner.client.call(updateHandIn, { params, body: { nextDue: inDays(-1) } });
  expect(await refused(gone)).toBe("request.invalid");
  const once = await owner.client.call(updateHandIn, { params, body: { period: "once", nextDue: inDays(40) } });
  expect(once.nextDue).toBe(inDays(40));
  await owner.client.call(openNextRound, { params });
  expect((await owner.client.call(getHandIn, { params })).nextDue).toBeNull();
  // What was asked for the last time goes on when a day is said, and not without one.
  expect(await refused(owner.client.call(updateHandIn, { params, body: { period: "yearly" } }))).toBe(
    "request.invalid",
  );
  const body = { period: "yearly" as const, nextDue: inDays(300) };
  expect(await owner.client.call(updateHandIn, { params, body })).toMatchObject(body);
});

test("who may not write to the table is named before they are asked: people, each of a team, and teams of which nobody may", async () => {
  const { owner, workspaceId, editor } = await makeTwo(weft);
  const [viewer, guest] = [
    await makePerson(weft, { workspaceId, role: "viewer" }),
    await makePerson(weft, { workspaceId, role: "commenter" }),
  ];
  const makeTeam = async (name: string, people: TestPerson[]) => {
    const { id: teamId } = await owner.client.call(createTeam, { params: { workspaceId }, body: { name } });
    for (const { personId } of people) await owner.client.call(addTeamMember, { params: { teamId, personId } });
    return teamId;
  };
  const [some, nobody] = [await makeTeam("Some", [editor, viewer]), await makeTeam("Nobody", [viewer])];
  const { tableId } = await makeHandIn(weft, owner, { debtors: [{ personId: editor.personId }] });
  const stranger = await makePerson(weft);
  const check = async (debtors: ({ personId: string } | { teamId: string; each: boolean })[], by = owner) => {
    const { unable } = await by.client.call(checkDebtors, { params: { workspaceId }, body: { tableId, debtors } });
    return unable.map(({ id }) => id).sort();
  };
  const people = [editor, viewer, guest, stranger].map(({ personId }) => ({ personId }));
  expect(await check(people)).toEqual([viewer.personId, guest.personId].sort());
  expect(
    await check([
      { teamId: some, each: false },
      { teamId: nobody, each: false },
    ]),
  ).toEqual([nobody]);
  expect(await check([{ teamId: some, each: true }])).toEqual([viewer.personId]);
  // Nobody learns by it who belongs elsewhere, or what others may.
  expect(await refused(check([], editor))).toBe("auth.forbidden");
  expect(await refused(check([], stranger))).toBe("workspace.not_found");
});
