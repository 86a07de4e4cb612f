import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configPage } from "./config-page.ts";
import { settings } from "./config-settings.ts";
import { ConfigError, readConfig } from "./config.ts";

test("every setting has a sentence and a variable of its own", () => {
  const variables = Object.values(settings).map(({ env }) => env);
  expect(new Set(variables).size).toBe(variables.length);
  for (const { doc } of Object.values(settings)) expect(doc).toMatch(/^[A-Z].{10,}\.$/);
});

test("docs/config.md is what the code says: run `npm run docs` after a change", () => {
  expect(readFileSync(new URL("../../../docs/config.md", import.meta.url), "utf8")).toBe(configPage());
});

test("every faulty setting is named at once", () => {
  const read = () => readConfig({ WEFT_PORT: "many", WEFT_LOG: "loud", WEFT_OWNER_EMAIL: "ada@example.org" });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/WEFT_PORT[\s\S]*WEFT_LOG[\s\S]*WEFT_OWNER_EMAIL and WEFT_OWNER_PASSWORD/);
});

test("an empty variable counts as absent", () => {
  expect(readConfig({ WEFT_PORT: "" }).port).toBe(8080);
});
