import { join } from "node:path";
import type { Config } from "../config.ts";
import { openDiskStore } from "./disk-store.ts";
import type { ObjectStore } from "./object-store.ts";

/** The folder files lie in when no S3 address is set. */
export function objectsFolder(config: Pick<Config, "dataFolder">): string {
  return join(config.dataFolder, "objects");
}

/** The object store the settings name: S3 with WEFT_OBJECTS_URL, else a folder in the data folder. */
export async function openObjectStore(config: Pick<Config, "dataFolder" | "objectsUrl">): Promise<ObjectStore> {
  if (!config.objectsUrl) return openDiskStore(objectsFolder(config));
  // The S3 client takes 20 MB of memory: only those who use it pay for it.
  return (await import("./s3-store.ts")).openS3Store(config.objectsUrl);
}
