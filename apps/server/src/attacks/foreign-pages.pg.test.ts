import { endpoints } from "@weft/api/endpoints";
import { livePath } from "@weft/api/live";
import { tusPath } from "@weft/api/uploads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLive } from "../live/live.make.ts";
import { makeSession } from "../features/people/people.make.ts";
import type { TestWeft } from "../testing/weft.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

/** What a page of another site can make a visitor's browser send, their cookies included. */

let weft: TestWeft;
let cookies: { cookie: string };
beforeAll(async () => {
  weft = await makeTestWeft();
  cookies = await makeSession(weft, (await makePerson(weft, { isInstanceOwner: true })).personId);
});
afterAll(() => weft[Symbol.asyncDispose]());

const foreign: Record<string, Record<string, string>> = {
  "another origin": { origin: "https://evil.example" },
  "a sandboxed frame": { origin: "null" },
  "another site, told by the browser": { "sec-fetch-site": "cross-site" },
  "a neighbour under the same domain": { "sec-fetch-site": "same-site", origin: "https://evil.localhost" },
  "an origin that begins as ours": { origin: "http://127.0.0.1.evil.example" },
};

async function codeOf(method: string, path: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(weft.url + path, {
    method,
    headers: { ...cookies, "content-type": "application/json", ...headers },
    body: "{}",
  });
  const { code, detail = "" } = answer.status === 204 ? {} : ((await answer.json()) as Record<string, string>);
  return detail.includes("a page of another site") ? `${answer.status} ${code}: foreign` : String(answer.status);
}

const writing = endpoints
  .filter(({ method }) => method !== "GET")
  .map(({ name, method, path }) => [name, method, `/api/v1${path.replaceAll(/:\w+/g, "x")}`] as const);

test.each([
  ...writing,
  ["tus: begin", "POST", tusPath] as const,
  ["tus: send on", "PATCH", `${tusPath}/x`] as const,
  ["tus: take away", "DELETE", `${tusPath}/x`] as const,
])("%s is refused to pages of other sites", async (_name, method, path) => {
  for (const headers of Object.values(foreign))
    expect(await codeOf(method, path, headers)).toBe("403 auth.forbidden: foreign");
});

test("the same requests from our own pages are looked at", async () => {
  for (const [name, method, path] of writing.filter(([each]) => !each.startsWith("session."))) {
    const own = { origin: weft.url, "sec-fetch-site": "same-origin" };
    expect({ name, answer: await codeOf(method, path, own) }).toEqual({
      name,
      answer: expect.not.stringContaining("foreign"),
    });
  }
});

test("a socket with a visitor's cookies is refused to pages of other sites", async () => {
  expect(livePath).toBe("/live");
  for (const headers of Object.values(foreign))
    await expect(openLive(weft.url, null, { ...cookies, ...headers })).rejects.toThrow("refused with 403");
});

test("no answer lets a page of another site read it", async () => {
  for (const path of ["/api/v1/session", "/api/v1/workspaces", "/api/v1/openapi.json", "/docs"]) {
    const answer = await fetch(weft.url + path, { headers: { ...cookies, origin: "https://evil.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  }
});
