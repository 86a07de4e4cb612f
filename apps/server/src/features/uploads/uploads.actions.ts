import type { Readable } from "node:stream";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import type { Permission } from "@weft/model/permissions";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { accessSomewhere } from "../workspaces/workspaces.access.ts";
import { limitBytes } from "./uploads.limit.ts";
import type { UploadRow } from "./uploads.store.ts";
import { completeUpload, findUpload, insertUpload } from "./uploads.store.ts";

/** An upload the actor may see or add to, or `upload.not_found`: the same answer whether it is missing or not theirs. */
export async function getUpload(
  weft: Weft,
  actor: Actor,
  uploadId: string,
  permission: Extract<Permission, "upload.read" | "upload.create">,
): Promise<UploadRow> {
  const upload = await findUpload(weft.db.people, uploadId);
  const missing = new Problem("upload.not_found", phrase`There is no upload ${uploadId}, or it is not yours to see.`);
  if (!upload) throw missing;
  const { isWhole } = await accessSomewhere(weft, actor, permission, upload.workspace_id).catch((error: unknown) => {
    throw error instanceof Problem && error.status === 404 ? missing : error;
  });
  // Who may import into some things of a workspace only sees their own files.
  if (!isWhole && upload.person_id !== actor.personId) throw missing;
  // A token with a reach has nothing to do with files that came in another way.
  if (actor.tokenThings && upload.token_id !== actor.tokenId) throw missing;
  return settle(weft, upload);
}

/** Completes an upload whose last bytes came just before a process died: stored, but not yet noted. */
async function settle(weft: Weft, upload: UploadRow): Promise<UploadRow> {
  if (upload.complete || (await weft.objects.sizeOf(upload.object_key)) !== upload.size_bytes) return upload;
  await completeUpload(weft.db.people, upload.id);
  return { ...upload, complete: true, received_bytes: upload.size_bytes };
}

/** An upload whose bytes are all there. */
export async function getWholeUpload(weft: Weft, actor: Actor, uploadId: string): Promise<UploadRow> {
  const upload = await getUpload(weft, actor, uploadId, "upload.read");
  if (!upload.complete) {
    throw new Problem(
      "upload.incomplete",
      phrase`Of ${upload.name}, ${upload.received_bytes} of ${upload.size_bytes} bytes have arrived: send the rest first.`,
    );
  }
  return upload;
}

/** Stores a stream as a whole upload; its row is there only when its bytes are. */
export async function storeUpload(
  weft: Weft,
  actor: Actor,
  target: { workspaceId: string; name: string; body: Readable },
): Promise<UploadRow> {
  await accessSomewhere(weft, actor, "upload.create", target.workspaceId);
  const id = makeId("upload");
  const sizeBytes = await weft.objects.put(id, limitBytes(target.body, weft.config.uploadBytesMax));
  try {
    const { personId, tokenId } = actor;
    return await insertUpload(weft.db.people, { ...target, id, personId, tokenId, sizeBytes, complete: true });
  } catch (error) {
    await weft.objects.delete(id);
    throw error;
  }
}
