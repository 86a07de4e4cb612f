import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { enAreas } from "./en.areas.ts";
import { saysAreas } from "./languages.ts";

const app = resolve(import.meta.dirname, "..");

/** The name that the router gives to the page of a file: `tables/[tableId]/index.vue` is `tables-tableId`. */
function routeName(file: string): string {
  const parts = file.replace(/\.vue$/, "").split("/");
  const name = parts
    .filter((part, at) => part !== "index" || at < parts.length - 1)
    .map((part) => part.replace(/[[\]]/g, ""));
  return name.join("-") || "index";
}

/** `file` and all that it brings along, now or when something is opened on it. */
function broughtBy(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file) || !existsSync(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g))
    broughtBy(resolve(dirname(file), path as string), found);
  return found;
}

/** Texts of the areas that are named in a file. */
function saidIn(file: string): string[] {
  const named = [...readFileSync(file, "utf8").matchAll(/["'`](\w+)\.[\w$]/g)];
  return named.flatMap(([, area = ""]) => (area in enAreas ? [`${relative(app, file)}: ${area}`] : []));
}

const pages = readdirSync(join(app, "pages"), { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".vue"),
);
const everyday = pages.filter((file) => !saysAreas(routeName(file)));

test("the page that comes without the texts of the areas says none of them, nor does what stands around every page", () => {
  expect(everyday).toEqual(["tables/[tableId]/index.vue"]);
  const around = ["app.vue", "error.vue", "layouts/default.vue"];
  const files = [...around, ...everyday.map((file) => `pages/${file}`)].flatMap((file) => [
    ...broughtBy(join(app, file)),
  ]);
  expect(files.length).toBeGreaterThan(100);
  const outside = files.filter((file) => !file.includes("/language/"));
  expect([...new Set(outside.flatMap(saidIn))]).toEqual([]);
});
