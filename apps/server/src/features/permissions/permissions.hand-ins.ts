import { createTable } from "@weft/api/bases";
import { createHandIn, listSubmissions, openNextRound } from "@weft/api/hand-ins";
import type { Caller, World } from "./permissions.callers.ts";
import type { Fixture } from "./permissions.fixtures.ts";

/** A request of the owner's, which the caller owes when they belong to the workspace. */
async function newHandIn({ owner }: World, caller: Caller): Promise<string> {
  const { workspaceId, baseId } = owner;
  const fields = [{ name: "A", type: "text" as const }];
  const named = { name: `T ${crypto.randomUUID()}`, fields };
  const table = await owner.client.call(createTable, { params: { baseId }, body: named });
  const body = {
    title: "H",
    tableId: table.id,
    firstDue: "2999-01-31",
    period: "monthly" as const,
    timeZone: "UTC",
    debtors: [{ personId: caller.role ? caller.personId : owner.personId }],
  };
  return (await owner.client.call(createHandIn, { params: { workspaceId }, body })).id;
}

async function newSubmission(world: World, caller: Caller): Promise<{ roundId: string; submissionId: string }> {
  const params = { handInId: await newHandIn(world, caller) };
  const { id: roundId } = await world.owner.client.call(openNextRound, { params });
  const { submissions } = await world.owner.client.call(listSubmissions, { params });
  return { roundId, submissionId: submissions[0]?.id as string };
}

const ofHandIn =
  (body?: unknown): Fixture =>
  async (world, caller) => ({ params: { handInId: await newHandIn(world, caller) }, body });
const ofSubmission =
  (body?: unknown, works?: number[]): Fixture =>
  async (world, caller) => {
    const { submissionId } = await newSubmission(world, caller);
    return { params: { submissionId }, body, works };
  };

/** Requests that work at the doors of hand-ins; past the permission, 409 says that nothing was handed in. */
export const handInFixtures: Record<string, Fixture> = {
  "hand_ins.list": ({ owner }) => ({ params: { workspaceId: owner.workspaceId } }),
  "hand_ins.create": async (world) => {
    const { owner } = world;
    const named = { name: `T ${crypto.randomUUID()}` };
    const table = await owner.client.call(createTable, { params: { baseId: owner.baseId }, body: named });
    const debtors = [{ personId: owner.personId }];
    const body = { title: "H", tableId: table.id, firstDue: "2999-01-31", period: "once", timeZone: "UTC", debtors };
    return { params: { workspaceId: owner.workspaceId }, body };
  },
  "hand_ins.get": ofHandIn(),
  "hand_ins.update": ofHandIn({ title: "I" }),
  "hand_ins.close": ofHandIn(),
  "hand_ins.rounds": ofHandIn(),
  "hand_ins.open_next": ofHandIn(),
  "hand_ins.submissions": ofHandIn(),
  "hand_ins.remind": async (world, caller) => ({
    params: { roundId: (await newSubmission(world, caller)).roundId },
    body: {},
  }),
  "hand_ins.move_round": async (world, caller) => ({
    params: { roundId: (await newSubmission(world, caller)).roundId },
    body: { dueOn: "2999-03-01" },
  }),
  "hand_ins.check": async (world) => {
    const { baseId, workspaceId, personId, client } = world.owner;
    const named = { name: `T ${crypto.randomUUID()}` };
    const table = await client.call(createTable, { params: { baseId }, body: named });
    return { params: { workspaceId }, body: { tableId: table.id, debtors: [{ personId }] } };
  },
  "submissions.owed": () => ({}),
  "submissions.get": ofSubmission(),
  "submissions.template": ofSubmission(),
  "submissions.hand_in": ofSubmission({ repeats: true }, [409]),
  "submissions.accept": ofSubmission(undefined, [409]),
  "submissions.send_back": ofSubmission({ comment: "No" }, [409]),
};
