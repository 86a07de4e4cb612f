import { AsyncLocalStorage } from "node:async_hooks";
import { createWriteStream } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FileStore } from "@tus/file-store";
import type { DataStore } from "@tus/server";
import { EVENTS, Metadata, Server } from "@tus/server";
import { Problem } from "@weft/api/problems";
import { name } from "@weft/api/shapes";
import { tusPath } from "@weft/api/uploads";
import { isId, makeId } from "@weft/model/ids";
import type { Language } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import { acceptFiles } from "../../doors/file-body.ts";
import { problemBody, toProblem } from "../../doors/problem-reply.ts";
import { languageOf } from "../../doors/request-language.ts";
import { noteRefusal } from "../audit/audit.refusals.ts";
import { countAgainstLimit } from "../limits/limits.ts";
import { findActor } from "../people/people.actors.ts";
import { isDiskFull, storageFull } from "../../objects/disk-store.ts";
import { objectsFolder } from "../../objects/open-object-store.ts";
import type { Weft } from "../../weft.ts";
import { accessSomewhere } from "../workspaces/workspaces.access.ts";
import { getUpload } from "./uploads.actions.ts";
import { tooLarge } from "./uploads.limit.ts";
import { endWhenSilent } from "./uploads.silence.ts";
import { completeUpload, insertUpload, noteReceived, touchUpload } from "./uploads.store.ts";

/** How often an upload that runs notes how far it has come. */
const noteMs = 1000;

/** How long a sender may say nothing in mid-upload. */
const silenceMsMax = 60_000;

/** tus' own store of files, but one whose bytes are on the disk before they are acknowledged, and that says when it is full. */
class DiskUploads extends FileStore {
  override async write(body: Readable, id: string, offset: number): Promise<number> {
    const target = createWriteStream(join(this.directory, id), { flags: "r+", start: offset, flush: true });
    try {
      await pipeline(body, target);
    } catch (error) {
      throw isDiskFull(error) ? storageFull() : error;
    }
    return offset + target.bytesWritten;
  }
}

/** Loaded only by those who store in S3, as the S3 client itself. */
async function openS3Uploads(address: string): Promise<DataStore> {
  const [{ S3Store }, { readS3Address }] = await Promise.all([
    import("@tus/s3-store"),
    import("../../objects/s3-store.ts"),
  ]);
  return new S3Store({ s3ClientConfig: readS3Address(address) });
}

/** Where tus keeps what has come so far: the folder or bucket of the object store. */
export async function openUploadStore({ config }: Weft): Promise<DataStore> {
  return config.objectsUrl ? openS3Uploads(config.objectsUrl) : new DiskUploads({ directory: objectsFolder(config) });
}

/**
 * The resumable door (https://tus.io). Who sends is asked at every request; the upload's row is made with its first
 * one, so that a broken connection, another tab or a restarted server goes on where the bytes end.
 */
export async function registerTusRoutes(
  app: FastifyInstance,
  weft: Weft,
  { silenceMs = silenceMsMax } = {},
): Promise<void> {
  const creating = new AsyncLocalStorage<{ id: string; language: Language; answer: ServerResponse }>();
  const server = new Server({
    path: tusPath,
    relativeLocation: true,
    datastore: await openUploadStore(weft),
    maxSize: () => weft.config.uploadBytesMax,
    postReceiveInterval: noteMs,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => creating.getStore()?.id ?? makeId("upload"),
    // The id that was asked about: tus' own reading of the address takes what stands last in it, a query too.
    getFileIdFromRequest: () => creating.getStore()?.id,
    onUploadFinish: async (_request, upload) => {
      await completeUpload(weft.db.people, upload.id);
      return {};
    },
    onResponseError: (_request, error) => {
      if (!(error instanceof Error)) return undefined;
      const problem = toProblem(error);
      if (problem.code === "server.failed") weft.log.error({ err: error }, "upload failed");
      const { language = "en", answer } = creating.getStore() ?? {};
      answer?.setHeader("content-language", language);
      return { status_code: problem.status, body: JSON.stringify(problemBody(problem, language)) };
    },
  });
  server.on(EVENTS.POST_RECEIVE, (_request, upload) => {
    noteReceived(weft.db.people, upload.id, upload.offset).catch((error: unknown) =>
      weft.log.warn({ err: error }, "upload progress not noted"),
    );
  });
  acceptFiles(app, (scope) => {
    for (const url of [tusPath, `${tusPath}/:id`]) {
      scope.route({
        method: ["POST", "PATCH", "HEAD", "DELETE"],
        url,
        exposeHeadRoute: false,
        async handler(request, reply) {
          const id = await checkSender(weft, request, reply);
          reply.hijack();
          for (const [header, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(header, value ?? "");
          // Whoever broke off while being checked is not heard by tus any more, which would wait for ever.
          if (request.raw.destroyed) return void reply.raw.destroy();
          endWhenSilent(request.raw, reply.raw, silenceMs);
          const said = { id, language: languageOf(request), answer: reply.raw };
          await creating.run(said, () => server.handle(request.raw, reply.raw));
        },
      });
    }
  });
}

/** Asks whether the sender may; makes the row of a new upload. Gives the upload's id. */
async function checkSender(weft: Weft, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const actor = await findActor(weft, request);
  await countAgainstLimit(weft, actor, request, reply, "chunks");
  if (!actor) throw new Problem("auth.required", phrase`Sign in, or send a token as \`Authorization: Bearer …\`.`);
  try {
    return await (request.method === "POST" ? beginUpload(weft, actor, request) : checkOwn(weft, actor, request));
  } catch (error) {
    await noteRefusal(weft, actor, { call: "uploads.tus", params: request.params }, error);
    throw error;
  }
}

async function checkOwn(weft: Weft, actor: Actor, request: FastifyRequest): Promise<string> {
  const { id = "" } = request.params as { id?: string };
  if (!isId("upload", id)) throw new Problem("upload.not_found", phrase`There is no upload ${id}.`);
  const upload = await getUpload(weft, actor, id, "upload.create");
  if (upload.person_id !== actor.personId || !(await touchUpload(weft.db.people, id)))
    throw new Problem("upload.not_found", phrase`There is no upload ${id}.`);
  return id;
}

async function beginUpload(weft: Weft, actor: Actor, request: FastifyRequest): Promise<string> {
  const { fileName, workspaceId } = readMetadata(request.headers["upload-metadata"]);
  const sizeBytes = Number(request.headers["upload-length"]);
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0)
    throw new Problem("request.invalid", phrase`Say the file's size in bytes in the header Upload-Length.`);
  if (sizeBytes > weft.config.uploadBytesMax) throw tooLarge(weft.config.uploadBytesMax);
  await accessSomewhere(weft, actor, "upload.create", workspaceId);
  const id = makeId("upload");
  const { personId, tokenId } = actor;
  await insertUpload(weft.db.people, { id, workspaceId, personId, tokenId, name: fileName, sizeBytes });
  return id;
}

function readMetadata(header: string | string[] | undefined): { fileName: string; workspaceId: string } {
  let metadata: Record<string, string | null> = {};
  try {
    metadata = Metadata.parse(String(header));
  } catch {
    // Told below, as what is missing.
  }
  const fileName = name.safeParse(metadata.filename?.slice(-120));
  if (!fileName.success || !isId("workspace", metadata.workspaceId ?? "")) {
    throw new Problem("request.invalid", phrase`Upload-Metadata needs \`filename\` and \`workspaceId\`.`, [
      ...(fileName.success ? [] : [{ path: "filename", message: phrase`is missing` }]),
      ...(isId("workspace", metadata.workspaceId ?? "") ? [] : [{ path: "workspaceId", message: phrase`is missing` }]),
    ]);
  }
  return { fileName: fileName.data, workspaceId: metadata.workspaceId as string };
}
