import type { Upload } from "@weft/api/uploads";
import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { WeftTables } from "../../database/tables.ts";

export type UploadRow = Selectable<WeftTables["uploads"]>;
type Db = Kysely<WeftTables>;

interface NewUpload {
  id: string;
  workspaceId: string;
  personId: string;
  /** The token it comes by. */
  tokenId: string | null;
  name: string;
  sizeBytes: number;
  complete?: boolean;
}

/** Writes the row of an upload; its bytes lie in the object store under its id. */
export async function insertUpload(db: Db, upload: NewUpload): Promise<UploadRow> {
  return db
    .insertInto("uploads")
    .values({
      id: upload.id,
      workspace_id: upload.workspaceId,
      person_id: upload.personId,
      token_id: upload.tokenId,
      // PostgreSQL has no NUL in text; a name has no use for it either.
      name: upload.name.replaceAll("\0", ""),
      size_bytes: upload.sizeBytes,
      received_bytes: upload.complete ? upload.sizeBytes : 0,
      complete: upload.complete ?? false,
      object_key: upload.id,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findUpload(db: Db, uploadId: string): Promise<UploadRow | undefined> {
  return db.selectFrom("uploads").selectAll().where("id", "=", uploadId).executeTakeFirst();
}

/** Notes how far an unfinished upload has come; never goes back. */
export async function noteReceived(db: Db, uploadId: string, receivedBytes: number): Promise<void> {
  await db
    .updateTable("uploads")
    .set({ received_bytes: receivedBytes, touched_at: sql`now()` })
    .where("id", "=", uploadId)
    .where("received_bytes", "<", receivedBytes)
    .execute();
}

/** Says that somebody goes on with an upload; false = it has just been thrown away. */
export async function touchUpload(db: Db, uploadId: string): Promise<boolean> {
  const result = await db
    .updateTable("uploads")
    .set({ touched_at: sql`now()` })
    .where("id", "=", uploadId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Marks an upload as whole, once; false = it was already. */
export async function completeUpload(db: Db, uploadId: string): Promise<boolean> {
  const result = await db
    .updateTable("uploads")
    .set((eb) => ({ complete: true, received_bytes: eb.ref("size_bytes") }))
    .where("id", "=", uploadId)
    .where("complete", "=", false)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Keeps the SHA-256 (hexadecimal) of an upload's bytes. */
export async function setSha256(db: Db, uploadId: string, sha256: string): Promise<void> {
  await db.updateTable("uploads").set({ sha256 }).where("id", "=", uploadId).execute();
}

/** Completes an upload that was fetched from an address, under the name the address gave. */
export async function setFetched(db: Db, uploadId: string, file: { name: string; sizeBytes: number }): Promise<void> {
  await db
    .updateTable("uploads")
    .set({ name: file.name, size_bytes: file.sizeBytes, received_bytes: file.sizeBytes, complete: true })
    .where("id", "=", uploadId)
    .execute();
}

export function toUpload(row: UploadRow): Upload {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    sizeBytes: row.size_bytes,
    receivedBytes: row.received_bytes,
    complete: row.complete,
    sha256: row.sha256,
    createdAt: row.created_at.toISOString(),
  };
}
