import type { FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { fileHeaders, sendFile } from "../../doors/send-file.ts";
import type { Weft } from "../../weft.ts";
import { makeTemplate } from "../tables/tables.template.ts";
import { findUpload } from "../uploads/uploads.store.ts";
import { getAnySubmission } from "./hand-ins.reach.ts";

/** Sends the file that is to be filled in: the one that was given with the request, or the table's own template. */
export async function sendTemplate(
  weft: Weft,
  actor: Actor,
  { submissionId, format }: { submissionId: string; format: "csv" | "xlsx" },
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const { row } = await getAnySubmission(weft, actor, submissionId);
  const upload = row.templateUploadId ? await findUpload(weft.db.people, row.templateUploadId) : undefined;
  if (upload) return sendFile(weft, request, reply, { key: upload.object_key, name: upload.name });
  const { content, ...file } = await makeTemplate(weft, actor, row.tableId, format);
  return fileHeaders(reply, file).send(content);
}
