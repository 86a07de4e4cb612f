import { listRows } from "@weft/api/rows";
import type { Filter } from "@weft/model/filter";
import type { Thing } from "@weft/model/grants/decide";
import type { TableRules } from "@weft/model/grants/table-rules";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import { makeExport } from "../exports/exports.make.ts";
import { makeChances } from "./doors.chances.make.ts";
import type { Asker, Lane } from "./doors.lane.make.ts";
import { ask, makeLane, makeRuledTable, shuffleGrants, shuffleRules, takeAllBack } from "./doors.lane.make.ts";
import type { Model } from "./doors.model.make.ts";
import { leakIn, look } from "./doors.model.make.ts";
import type { Trial } from "./doors.reads.make.ts";
import { readTrials } from "./doors.reads.make.ts";
import { writeTrials } from "./doors.writes.make.ts";

/** Said with every fault; another one tries other cases. */
const seed = 20_261_121;
const lanes = 4;
const tablesEach = 10;
const trialsEach = 260;

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

/** A file holds the rows and fields that its orderer sees, in their order. */
const tryExport: Trial = async (lane, model, asker, sight) => {
  if (sight.role === "none") return null;
  const { file } = await makeExport(lane.test, asker.person, model.tableId, { format: "ndjson" });
  const got = file
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((line) => Object.values(JSON.parse(line) as object));
  const expected = sight.rows.map(({ cells }) => sight.fields.map(({ id }) => cells[id] ?? null));
  return JSON.stringify(got) === JSON.stringify(expected) ? null : `export ${JSON.stringify([expected, got])}`;
};

async function tryDoors(lane: Lane, model: Model, table: number): Promise<string | null> {
  const { chances } = lane;
  for (let step = 0; step < trialsEach; step++) {
    if (chances.oneIn(60)) await shuffleRules(lane, model);
    if (chances.oneIn(90)) await shuffleGrants(lane, model);
    const asker = chances.pick(lane.askers);
    const trial = chances.oneIn(130) ? tryExport : chances.pick(chances.oneIn(3) ? writeTrials : readTrials);
    const fault = (await trial(lane, model, asker, look(model, asker))) ?? lane.leaks[0];
    if (fault) {
      const { role } = look(model, asker);
      const rules = JSON.stringify(model.rules);
      return `seed ${seed}, table ${table}, step ${step}, ${asker.id} as ${role} with ${JSON.stringify(asker.attributes)}, rules ${rules}: ${fault}`;
    }
  }
  return null;
}

async function runLane(number: number): Promise<{ asked: number; faults: string[] }> {
  const lane = await makeLane(weft, makeChances(seed + number));
  const faults: string[] = [];
  for (let table = 0; table < tablesEach && faults.length === 0; table++) {
    lane.model = null;
    const model = await makeRuledTable(lane);
    lane.model = model;
    const fault = await tryDoors(lane, model, table);
    if (fault) faults.push(`lane ${number}, ${fault}`);
    await takeAllBack(lane);
  }
  return { asked: lane.asked, faults };
}

test("for random grants, rules and rows, every door answers what the pure model says, and tells nothing besides", async () => {
  const results = await Promise.all(Array.from({ length: lanes }, (_, number) => runLane(number)));
  expect(results.flatMap(({ faults }) => faults)).toEqual([]);
  expect(results.reduce((all, { asked }) => all + asked, 0)).toBeGreaterThan(10_000);
}, 600_000);

test("what is told to somebody who must not know it is seen as a leak", async () => {
  const lane = await makeLane(weft, makeChances(seed));
  const model = await makeRuledTable(lane);
  const [owner, manager] = lane.askers as [Asker, Asker];
  const params = { tableId: model.tableId };
  const { text } = await ask(lane, owner, listRows, { params, query: { limit: 100 } });
  const [unit, , , , note] = model.fields.map(({ id }) => id) as string[];
  const leak = (rules: TableRules) => leakIn(text, "", { ...model, rules }, look({ ...model, rules }, manager));
  model.grants = [{ thing: model.chain[2] as Thing, to: { personId: manager.id }, role: "manager" }];
  expect(leak({ fields: {}, rows: [] })).toBeNull();
  const nobody: Filter = { not: { field: unit!, op: "is_not_empty" } };
  expect(leak({ fields: {}, rows: [{ upTo: "manager", rows: { all: [nobody, { not: nobody }] } }] })).toContain(
    "of row",
  );
  for (const id of [unit, note])
    expect(leak({ fields: { [id!]: { sees: "owner", changes: "owner" } }, rows: [] })).toBeTruthy();
});
