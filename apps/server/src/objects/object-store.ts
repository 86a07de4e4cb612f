import type { Readable } from "node:stream";

/** An object as `list` gives it. */
export interface StoredObject {
  key: string;
  changedAt: Date;
  sizeBytes: number;
}

/** Where files lie: a folder or S3. Keys are made by us: `[a-z0-9/_.-]+`, never from a person's file name. */
export interface ObjectStore {
  readonly kind: "disk" | "s3";
  /** Stores a stream whole or not at all; gives the bytes written. Throws `storage.full` when there is no room. */
  put(key: string, body: Readable): Promise<number>;
  /** The bytes from `start` to `end` (inclusive; absent = to the end). Throws if the key is not there. */
  get(key: string, range?: { start: number; end?: number }): Promise<Readable>;
  /** Size in bytes, or null when there is no such object. */
  sizeOf(key: string): Promise<number | null>;
  /** All that lies there, in no order and never all in memory; `changedAt` is when its last bytes were written. */
  list(): AsyncIterable<StoredObject>;
  /** Deletes; no error when it is not there. */
  delete(key: string): Promise<void>;
  /** Throws with a sentence when the store cannot be used. */
  check(): Promise<void>;
}
