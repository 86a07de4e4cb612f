import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Stats } from "node:fs";

/**
 * Where unfinished uploads are, so that the same command goes on where the last one broke off. What cannot be kept (a home
 * that is read-only) is not kept: then the next upload begins at the beginning, and this one is none the worse.
 */
export interface UploadMemory {
  /** The address of this file's unfinished upload. */
  find(): Promise<string | undefined>;
  keep(uploadUrl: string): Promise<void>;
  forget(): Promise<void>;
}

/** Remembers a file by its path, size and time of change, for one address and workspace. */
export function rememberUpload(folder: string, place: string, path: string, stats: Stats): UploadMemory {
  const memory = join(folder, "uploads.json");
  const key = createHash("sha256")
    .update(JSON.stringify([place, resolve(path), stats.size, stats.mtimeMs]))
    .digest("hex");

  async function read(): Promise<Record<string, string>> {
    try {
      return JSON.parse(await readFile(memory, "utf8")) as Record<string, string>;
    } catch {
      // Nothing remembered, or nothing that can be read: the upload begins at the beginning, which is always right.
      return {};
    }
  }

  /** One after another: each reads what the one before has written. */
  let written = Promise.resolve();
  function write(change: (known: Record<string, string>) => void): Promise<void> {
    written = written.then(() => rewrite(change)).catch(() => {});
    return written;
  }

  async function rewrite(change: (known: Record<string, string>) => void): Promise<void> {
    const known = await read();
    change(known);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(`${memory}.${process.pid}`, JSON.stringify(known), { mode: 0o600 });
    await rename(`${memory}.${process.pid}`, memory);
  }

  return {
    find: async () => (await read())[key],
    keep: (uploadUrl) => write((known) => void (known[key] = uploadUrl)),
    forget: () => write((known) => void delete known[key]),
  };
}
