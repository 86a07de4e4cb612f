import { getTemplate } from "@weft/api/bases";
import { expect, test } from "vitest";
import { makeTable } from "../features/tables/tables.make.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

test("every answer of the api keeps browsers from sniffing, framing, keeping and running it", async () => {
  await using weft = await makeTestWeft();
  for (const path of ["/api/v1/session", "/api/v1/workspaces", "/api/v1/nothing-here"]) {
    const { headers } = await fetch(weft.url + path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; frame-ancestors 'none'/);
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("a file keeps the stricter headers of its own door", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const table = await makeTable(weft, ada);
  const { headers } = await ada.client.open(getTemplate, { params: { tableId: table.id }, query: {} });
  expect(headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});
