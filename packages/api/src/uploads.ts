import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at, idOf, name } from "./shapes.ts";

/**
 * A stored file. Bytes come by the tus protocol (resumable, https://tus.io/protocols/resumable-upload) at `tusPath`,
 * with metadata `filename` and `workspaceId`; the upload's id is the last part of the address tus answers.
 */
export const tusPath = "/api/v1/uploads/tus";

export const upload = z.object({
  id: z.string(),
  workspaceId: z.string(),
  name: z.string(),
  sizeBytes: z.int(),
  receivedBytes: z.int(),
  complete: z.boolean(),
  /** SHA-256, hexadecimal; null until computed. */
  sha256: z.string().nullable(),
  createdAt: at,
});
export type Upload = z.output<typeof upload>;

const params = z.object({ uploadId: idOf("upload") });

export const getUpload = endpoint({
  name: "uploads.get",
  method: "GET",
  path: "/uploads/:uploadId",
  summary: "How much of an upload has arrived.",
  access: "any",
  permission: "upload.read",
  params,
  reply: upload,
  problems: ["upload.not_found"],
});

export const downloadUpload = endpoint({
  name: "uploads.download",
  method: "GET",
  path: "/uploads/:uploadId/file",
  summary: "The original file, as it was handed in.",
  access: "any",
  permission: "upload.read",
  params,
  stream: "file",
  problems: ["upload.not_found", "upload.incomplete"],
});

/** For pasted text and small programs: the whole body is the file. Big files should come by tus. */
export const createUpload = endpoint({
  name: "uploads.create",
  method: "POST",
  path: "/workspaces/:workspaceId/uploads",
  summary: "Stores the request's body as a file in one call; not resumable.",
  access: "any",
  permission: "upload.create",
  params: z.object({ workspaceId: idOf("workspace") }),
  query: z.object({ name }),
  reply: upload,
  status: 201,
  problems: ["workspace.not_found", "storage.full", "request.too_large"],
});
