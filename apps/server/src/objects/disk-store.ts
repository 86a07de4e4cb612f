import { createReadStream, createWriteStream } from "node:fs";
import { access, constants, mkdir, opendir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { ObjectStore } from "./object-store.ts";

const readBytes = 1024 * 1024;

/** Files in a folder. A file appears under its key only when it is whole and on the disk. */
export async function openDiskStore(folder: string): Promise<ObjectStore> {
  await mkdir(folder, { recursive: true });
  const pathOf = (key: string) => join(folder, key);
  return {
    kind: "disk",
    async put(key, body) {
      const partial = `${pathOf(key)}.${makeId("upload")}.part`;
      try {
        await mkdir(dirname(partial), { recursive: true });
        await pipeline(body, createWriteStream(partial, { flush: true }));
        const { size } = await stat(partial);
        await rename(partial, pathOf(key));
        return size;
      } catch (error) {
        await rm(partial, { force: true });
        throw isDiskFull(error) ? storageFull() : error;
      }
    },
    async get(key, range) {
      await access(pathOf(key), constants.R_OK);
      return createReadStream(pathOf(key), { ...range, highWaterMark: readBytes });
    },
    sizeOf: (key) =>
      stat(pathOf(key)).then(
        ({ size }) => size,
        () => null,
      ),
    async *list() {
      for await (const entry of await opendir(folder, { recursive: true })) {
        const path = join(entry.parentPath, entry.name);
        // One that goes away meanwhile is no object any more.
        const found = entry.isFile() && (await stat(path).catch(() => null));
        const key = relative(folder, path).replaceAll(sep, "/");
        if (found) yield { key, changedAt: found.mtime, sizeBytes: found.size };
      }
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    check: () => access(folder, constants.W_OK),
  };
}

/** Whether a write failed for want of room (disk or quota). */
export function isDiskFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes((error as { code?: string } | null)?.code ?? "");
}

/** What is said when files find no room. */
export function storageFull(): Problem {
  return new Problem(
    "storage.full",
    phrase`There is no room left where files are stored: free some space and hand the file in again; nothing else was lost.`,
  );
}
