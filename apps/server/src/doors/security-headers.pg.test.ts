import { getTemplate } from "@weft/api/bases";
import { cancelImport, watchImport } from "@weft/api/imports";
import { tusPath } from "@weft/api/uploads";
import { expect, test } from "vitest";
import { makeImport } from "../features/imports/imports.make.ts";
import { makeTable } from "../features/tables/tables.make.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

const always = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": expect.stringContaining("camera=()"),
  "content-security-policy": expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
};

const headersOf = async (url: string, init: RequestInit = {}) => Object.fromEntries((await fetch(url, init)).headers);

test("every answer keeps browsers from sniffing, framing and running it, whatever became of the request", async () => {
  await using weft = await makeTestWeft();
  const asked: [path: string, init?: RequestInit][] = [
    ["/api/v1/session"],
    ["/api/v1/workspaces"],
    ["/api/v1/nothing-here"],
    ["/nothing-here"],
    ["/docs"],
    ["/docs/start.js"],
    ["/live"],
    ["/api/v1/session/sign-in", { method: "POST", body: "{", headers: { "content-type": "application/json" } }],
    ["/api/v1/session/sign-in", { method: "POST", body: "{}", headers: { "content-type": "application/json" } }],
    ["/api/v1/%zz"],
    [tusPath, { method: "POST" }],
  ];
  for (const [path, init] of asked) {
    const headers = await headersOf(weft.url + path, init);
    expect({ path, ...headers }).toMatchObject({ path, ...always });
    expect(headers["strict-transport-security"]).toBeUndefined();
  }
});

test("so do the doors of uploads and of events, which write their answers themselves", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const metadata = `filename ${btoa("a.csv")},workspaceId ${btoa(ada.workspaceId)}`;
  const answer = await fetch(weft.url + tusPath, {
    method: "POST",
    headers: {
      authorization: `Bearer ${ada.token}`,
      "tus-resumable": "1.0.0",
      "upload-length": "4",
      "upload-metadata": metadata,
    },
  });
  expect(answer.status).toBe(201);
  expect(Object.fromEntries(answer.headers)).toMatchObject(always);
  const { id } = await makeImport(ada, { text: "a\n1\n", start: "review" });
  await ada.client.call(cancelImport, { params: { importId: id } });
  const events = await ada.client.open(watchImport, { params: { importId: id } });
  expect(await events.text()).toContain("event: import");
  expect(Object.fromEntries(events.headers)).toMatchObject(always);
});

test("what the api says is kept by no cache", async () => {
  await using weft = await makeTestWeft();
  for (const path of ["/api/v1/session", "/api/v1/workspaces", "/api/v1/nothing-here"])
    expect((await headersOf(weft.url + path))["cache-control"]).toBe("no-store");
});

test("behind https browsers are told never to come by http again", async () => {
  await using weft = await makeTestWeft({ WEFT_PUBLIC_URL: "https://weft.example" });
  for (const path of ["/api/v1/session", "/docs", "/nothing-here"])
    expect((await headersOf(weft.url + path))["strict-transport-security"]).toBe("max-age=31536000");
});

test("a file keeps the stricter headers of its own door", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const table = await makeTable(weft, ada);
  const { headers } = await ada.client.open(getTemplate, { params: { tableId: table.id }, query: {} });
  expect(headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});
