import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestWeft } from "../../testing/weft.ts";
import { makeTestWeft } from "../../testing/weft.ts";

let weft: TestWeft;
beforeAll(async () => {
  weft = await makeTestWeft();
});
afterAll(() => weft[Symbol.asyncDispose]());

describe("signed out", () => {
  test("the document can be read", async () => {
    const response = await fetch(`${weft.url}/api/v1/openapi.json`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ openapi: "3.1.0", info: { title: "Weft" } });
  });

  test("the page and all it loads come from this address, under a policy that lets it load nothing else", async () => {
    const response = await fetch(`${weft.url}/docs`);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await response.text();
    const sources = [...html.matchAll(/src="([^"]+)"/g)].map(([, source]) => source as string);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      expect(source).toMatch(/^\/docs\//);
      const script = await fetch(weft.url + source);
      expect(script.headers.get("content-type")).toContain("text/javascript");
      expect((await script.text()).length).toBeGreaterThan(100);
    }
  });
});
