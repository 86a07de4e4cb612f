import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { ObjectStore, StoredObject } from "./object-store.ts";

/** What every object store must keep; run once for each driver. */
export function testObjectStore(open: () => Promise<ObjectStore>): void {
  test("what is put comes out byte for byte, also beyond one part", async () => {
    const store = await open();
    const bytes = Buffer.alloc(9 * 1024 * 1024 + 7, "weft ");
    const chunks = Array.from({ length: 10 }, (_, i) =>
      bytes.subarray(i * 1_000_000, i === 9 ? undefined : (i + 1) * 1_000_000),
    );
    expect(await store.put("a/big.bin", Readable.from(chunks))).toBe(bytes.length);
    expect(await store.sizeOf("a/big.bin")).toBe(bytes.length);
    expect((await buffer(await store.get("a/big.bin"))).equals(bytes)).toBe(true);
  });

  test("a range gives its bytes, both ends included", async () => {
    const store = await open();
    await store.put("range", Readable.from([Buffer.from("0123456789")]));
    expect(await text(await store.get("range", { start: 2, end: 4 }))).toBe("234");
    expect(await text(await store.get("range", { start: 7 }))).toBe("789");
  });

  test("a body that breaks off leaves no object", async () => {
    const store = await open();
    const broken = Readable.from(
      (async function* breakOff() {
        yield Buffer.alloc(1000);
        throw new Error("connection lost");
      })(),
    );
    await expect(store.put("broken", broken)).rejects.toThrow("connection lost");
    expect(await store.sizeOf("broken")).toBeNull();
  });

  test("what is not there has no size, cannot be read, and may be deleted twice", async () => {
    const store = await open();
    expect(await store.sizeOf("nothing")).toBeNull();
    await expect(store.get("nothing")).rejects.toThrow(/nothing|key/i);
    await store.put("gone", Readable.from([Buffer.from("x")]));
    await store.delete("gone");
    await store.delete("gone");
    expect(await store.sizeOf("gone")).toBeNull();
  });

  test("what lies there is listed with its size and the moment it was written", async () => {
    const store = await open();
    const before = Date.now() - 2000;
    for (const key of ["listed-1", "listed/deeper/2"]) await store.put(key, Readable.from([Buffer.from(key)]));
    const found = new Map<string, StoredObject>();
    for await (const object of store.list()) found.set(object.key, object);
    for (const key of ["listed-1", "listed/deeper/2"]) {
      expect(found.get(key)?.changedAt.getTime()).toBeGreaterThan(before);
      expect(found.get(key)?.sizeBytes).toBe(key.length);
    }
    await store.delete("listed-1");
    for await (const { key } of store.list()) expect(key).not.toBe("listed-1");
  });

  test("an empty file is a file", async () => {
    const store = await open();
    expect(await store.put("empty", Readable.from([]))).toBe(0);
    expect(await store.sizeOf("empty")).toBe(0);
  });

  test("the check passes while the store can be used", async () => {
    await expect((await open()).check()).resolves.toBeUndefined();
  });
}
