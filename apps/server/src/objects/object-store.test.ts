import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startS3 } from "../testing/s3.ts";
import { openDiskStore } from "./disk-store.ts";
import { openObjectStore } from "./open-object-store.ts";
import { testObjectStore } from "./object-store.suite.ts";

const run = promisify(execFile);

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "weft-objects-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a folder", () => {
  testObjectStore(() => openObjectStore({ dataFolder: folder, objectsUrl: undefined }));

  test("a full disk is said as storage.full and leaves nothing", async (context) => {
    const path = join(folder, "small");
    await mkdir(path);
    const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", path]).catch(() => null);
    context.skip(!mounted, "needs root, to mount a small disk");
    try {
      const store = await openDiskStore(path);
      const body = Readable.from([Buffer.alloc(60_000), Buffer.alloc(60_000)]);
      await expect(store.put("x", body)).rejects.toMatchObject({ code: "storage.full" });
      expect(await readdir(path)).toEqual([]);
    } finally {
      await run("umount", [path]);
    }
  });
});

describe("S3", () => {
  let s3: Awaited<ReturnType<typeof startS3>>;
  beforeAll(async () => void (s3 = await startS3()));
  afterAll(() => s3[Symbol.asyncDispose]());
  testObjectStore(() => openObjectStore({ dataFolder: folder, objectsUrl: s3.url }));

  test("a bucket that is not there fails the check", async () => {
    const store = await openObjectStore({ dataFolder: folder, objectsUrl: s3.url.replace("/weft?", "/other?") });
    await expect(store.check()).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });
});
