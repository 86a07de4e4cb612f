import { createClient } from "@weft/api/client";
import type { Endpoint } from "@weft/api/endpoint";
import { endpoints } from "@weft/api/endpoints";
import type { IdKind } from "@weft/model/ids";
import { idPrefixes, makeId } from "@weft/model/ids";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import type { Caller, World } from "./permissions.callers.ts";
import { expectedOf, makeWorld } from "./permissions.callers.ts";
import type { Trial } from "./permissions.fixtures.ts";
import { fixtures } from "./permissions.fixtures.ts";

let weft: TestWeft;
let world: World;
beforeAll(async () => {
  weft = await makeTestWeft();
  world = await makeWorld(weft);
});
afterAll(() => weft[Symbol.asyncDispose]());

async function send(endpoint: Endpoint, caller: Caller, trial: Trial): Promise<Response> {
  const url = createClient({ url: weft.url }).urlOf(endpoint, trial.params, trial.query);
  const body = trial.file ?? (trial.body === undefined ? undefined : JSON.stringify(trial.body));
  const type = trial.file ? "text/csv" : "application/json";
  return fetch(url, {
    method: endpoint.method,
    headers: { ...caller.headers, ...trial.headers, ...(body === undefined ? {} : { "content-type": type }) },
    body,
  });
}

async function makeTrial(endpoint: Endpoint, caller: Caller): Promise<Trial> {
  const fixture = fixtures[endpoint.name];
  if (!fixture) throw new Error(`${endpoint.name} has no row in permissions.fixtures.ts: add a request that works`);
  return fixture(world, caller);
}

test.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
  "%s lets in just those whom its permission names",
  async (_name, endpoint) => {
    const expected: Record<string, unknown> = {};
    const got: Record<string, unknown> = {};
    for (const caller of world.callers) {
      const trial = await makeTrial(endpoint, caller);
      const response = await send(endpoint, caller, trial);
      const answer = await response.text();
      const works = trial.works ?? [endpoint.status ?? (endpoint.reply || endpoint.stream ? 200 : 204)];
      expected[caller.name] = expectedOf(endpoint, caller);
      got[caller.name] = works.includes(response.status) ? "works" : response.status;
      // A status that is neither is told with what the server said.
      if (got[caller.name] !== expected[caller.name]) got[caller.name] = `${response.status} ${answer}`;
    }
    expect(got).toEqual(expected);
  },
);

/** What somebody could tell two refusals apart by. */
async function traces(response: Response) {
  const headers = Object.fromEntries(response.headers);
  for (const name of ["date", "x-request-id", "content-length"]) delete headers[name];
  const prefixes = Object.values(idPrefixes).join("|");
  const body = (await response.text())
    .replace(/"requestId":"\w+"/, "")
    .replaceAll(new RegExp(`\\b(${prefixes})[0-9a-z]{14}\\b`, "g"), "$1…");
  return { status: response.status, headers, body };
}

const kindOfParam: Record<string, IdKind> = {
  workspaceId: "workspace",
  baseId: "base",
  teamId: "team",
  grantId: "grant",
  thingId: "table",
  tableId: "table",
  fieldId: "field",
  uploadId: "upload",
  importId: "import",
  exportId: "export",
  handInId: "handIn",
  roundId: "round",
  submissionId: "submission",
};

test.each(
  endpoints
    .filter((endpoint) => endpoint.permission && endpoint.path.includes(":"))
    .map((endpoint) => [endpoint.name, endpoint] as const),
)("%s says of what one may not know of just what it says of what does not exist", async (_name, endpoint) => {
  const stranger = world.callers.find((caller) => caller.name === "stranger") as Caller;
  const trial = await makeTrial(endpoint, stranger);
  const params = Object.fromEntries(
    Object.entries(trial.params ?? {}).map(([name, value]) => {
      const kind = kindOfParam[name];
      return [name, kind ? makeId(kind) : value];
    }),
  );
  const ofHidden = await traces(await send(endpoint, stranger, trial));
  const ofNothing = await traces(await send(endpoint, stranger, { ...trial, params }));
  expect(ofHidden.status).toBe(404);
  expect(ofHidden).toEqual(ofNothing);
});

test("somebody else's token and a token that does not exist answer alike", async () => {
  const [stranger, owner] = ["stranger", "owner"].map((name) => world.callers.find((caller) => caller.name === name));
  const endpoint = endpoints.find((each) => each.name === "tokens.delete") as Endpoint;
  const trial = await makeTrial(endpoint, owner as Caller);
  const hidden = await traces(await send(endpoint, stranger as Caller, trial));
  const nothing = { params: { tokenId: makeId("token") } };
  expect(hidden).toEqual(await traces(await send(endpoint, stranger as Caller, nothing)));
  expect(hidden.status).toBe(404);
});
