import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findLeftovers, markPlace, pointer } from "./embedded-leftovers.ts";

test("a database outside its data folder is a leftover once that folder is gone, and only then", async () => {
  const root = await mkdtemp(join(tmpdir(), "weft-places-"));
  try {
    const shared = join(root, "shared");
    for (const name of ["one", "two"]) {
      await mkdir(join(shared, name), { recursive: true });
      await mkdir(join(root, name));
      await writeFile(join(root, name, pointer), `${join(shared, name, "cluster")}\n`);
      await markPlace(join(shared, name), join(root, name));
    }
    await mkdir(join(shared, "postgresql-0123456789ab"));
    expect(await findLeftovers(shared)).toEqual([]);
    await rm(join(root, "one"), { recursive: true });
    expect(await findLeftovers(shared)).toEqual([{ place: join(shared, "one"), folder: join(root, "one") }]);
    expect(await findLeftovers(join(root, "none"))).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});
