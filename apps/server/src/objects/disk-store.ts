import { createReadStream, createWriteStream } from "node:fs";
import { access, constants, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { makeId } from "@weft/model/ids";
import type { ObjectStore } from "./object-store.ts";

/** Files in a folder. A file appears under its key only when it is whole. */
export async function openDiskStore(folder: string): Promise<ObjectStore> {
  await mkdir(folder, { recursive: true });
  const pathOf = (key: string) => join(folder, key);
  return {
    kind: "disk",
    async put(key, body) {
      const partial = `${pathOf(key)}.${makeId("upload")}.part`;
      await mkdir(dirname(partial), { recursive: true });
      try {
        await pipeline(body, createWriteStream(partial));
        const { size } = await stat(partial);
        await rename(partial, pathOf(key));
        return size;
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async get(key, range) {
      await access(pathOf(key), constants.R_OK);
      return createReadStream(pathOf(key), { ...range, highWaterMark: 1024 * 1024 });
    },
    sizeOf: (key) =>
      stat(pathOf(key)).then(
        ({ size }) => size,
        () => null,
      ),
    delete: (key) => rm(pathOf(key), { force: true }),
    check: () => access(folder, constants.W_OK),
  };
}
