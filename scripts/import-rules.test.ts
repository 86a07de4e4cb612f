import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "weft-import-rules-"));
  copyFileSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the linter says of a file with this one line at this place in the tree. */
function lint(path: string, line: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${line}\n`);
  const result = spawnSync(join(root, "node_modules", ".bin", "oxlint"), [path], { cwd: folder, encoding: "utf8" });
  rmSync(file);
  return result.status === 0 ? "" : result.stdout;
}

const use = (from: string) => `import { a } from "${from}";\nexport const b = a;`;

test.each([
  ["packages/model/src/x.ts", use("@weft/api/rows"), "packages/model is pure"],
  ["packages/model/src/x.ts", use("node:fs"), "packages/model is pure"],
  ["packages/model/src/x.ts", use("kysely"), "packages/model is pure"],
  ["packages/api/src/x.ts", use("@weft/server/app"), "packages/api is what may be said"],
  ["packages/api/src/x.ts", use("@weft/ui/grid"), "packages/api is what may be said"],
  ["packages/ui/src/x.ts", use("@weft/api/rows"), "packages/ui knows nothing of the server"],
  ["apps/server/src/x.ts", use("@weft/web/app"), "No app imports an app"],
  ["apps/cli/src/x.ts", use("../../../apps/server/src/app.ts"), "No app imports an app"],
  ["apps/web/app/x.ts", use("@weft/server/app"), "No app imports an app"],
  ["apps/server/src/x.ts", "export const a = process.env.HOME;", "no-process-env"],
  ["apps/server/src/x.ts", "export const a: any = 1;", "no-explicit-any"],
  ["packages/model/src/x.ts", "export default 1;", "no-default-export"],
  ["apps/server/src/x.ts", "export const a = 1;\n".repeat(1).concat("void 0;\n".repeat(301)), "max-lines"],
])("the linter refuses, in %s: %s", (path, line, reason) => {
  expect(lint(path, line)).toContain(reason);
});

test.each([
  ["packages/api/src/x.ts", use("@weft/model/ids")],
  ["apps/server/src/x.ts", use("@weft/api/rows")],
  ["apps/web/app/x.ts", use("@weft/ui/grid")],
  ["apps/server/src/config.ts", "export const a = process.env.HOME;"],
])("the linter takes, in %s: %s", (path, line) => {
  expect(lint(path, line)).toBe("");
});
