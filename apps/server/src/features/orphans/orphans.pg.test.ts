import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { listAudit } from "@weft/api/audit";
import { clearOrphans, countOrphans } from "@weft/api/orphans";
import { makeId } from "@weft/model/ids";
import { expect, test } from "vitest";
import { objectsFolder } from "../../objects/open-object-store.ts";
import { openS3Store } from "../../objects/s3-store.ts";
import { runJobs } from "../../testing/jobs.ts";
import { startS3 } from "../../testing/s3.ts";
import type { TestWeft } from "../../testing/weft.ts";
import { makeTestWeft } from "../../testing/weft.ts";
import { makeExport } from "../exports/exports.make.ts";
import { makeReader } from "../notices/notices.make.ts";
import { makeTable } from "../tables/tables.make.ts";
import { makeUpload } from "../uploads/uploads.make.ts";

const lots = "x".repeat(5000);

/** A day and an hour older than they are, by the names of their files. */
async function age(folder: string, keys: readonly string[]): Promise<void> {
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && keys.some((key) => join(entry.parentPath, entry.name).includes(key)))
      await utimes(join(entry.parentPath, entry.name), longAgo, longAgo);
}

/** Has a Weft keep its files in one kind of store; gives the folder where they lie. */
const stores = {
  "a folder": async (weft: TestWeft) => ({
    folder: objectsFolder(weft.weft.config),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }),
  S3: async (weft: TestWeft) => {
    const s3 = await startS3();
    weft.weft.objects = openS3Store(s3.url);
    return s3;
  },
};

test.each(["a folder", "S3"] as const)(
  "in %s, files that belong to nothing are counted, and those older than a day cleared; all else stays",
  async (kind) => {
    await using weft = await makeTestWeft();
    await using store = await stores[kind](weft);
    const owner = await makeReader(weft, { isInstanceOwner: true });
    const count = () => owner.browser.call(countOrphans, {});
    const [kept, lost] = [await makeUpload(owner, "a.csv", "a\n1\n"), await makeUpload(owner, "b.csv", "b\n1\n")];
    await makeExport(weft, owner, (await makeTable(weft, owner, {})).id);
    const [old, young] = [`exports/${makeId("export")}`, makeId("upload")];
    for (const key of [old, young, "somebody-else.txt"])
      await weft.weft.objects.put(key, Readable.from([Buffer.from(lots)]));
    await age(store.folder, [old, kept.id, "somebody-else.txt"]);
    await weft.weft.objects.delete(lost.id);
    expect(await count()).toEqual({
      orphans: { count: 2, sizeBytes: 2 * lots.length },
      clearable: { count: 1, sizeBytes: lots.length },
      ageHours: 24,
      missing: 1,
      isClearing: false,
    });
    await owner.browser.call(clearOrphans, {});
    expect((await count()).isClearing).toBe(true);
    await runJobs(weft.weft);
    expect(await count()).toMatchObject({
      orphans: { count: 1 },
      clearable: { count: 0, sizeBytes: 0 },
      missing: 1,
      isClearing: false,
    });
    const sizes = [old, young, kept.id, "somebody-else.txt"].map((key) => weft.weft.objects.sizeOf(key));
    expect(await Promise.all(sizes)).toEqual([null, lots.length, 4, lots.length]);
    const { entries } = await owner.browser.call(listAudit, { query: {} });
    expect(entries.map(({ action, actor, after }) => [action, actor?.person, after]).slice(0, 2)).toEqual([
      ["files.cleared", owner.personId, { count: 1, sizeBytes: lots.length }],
      ["files.clear_asked", owner.personId, null],
    ]);
  },
);
