import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { createUpload, tusPath } from "@weft/api/uploads";
import { DetailedError, Upload } from "tus-js-client";
import type { Connection } from "./command.ts";
import { Failure } from "./failures.ts";
import { rememberUpload } from "./upload-memory.ts";

/** Pauses before a broken-off upload tries again; half a minute in all. */
const retryDelaysMs = [500, 1000, 3000, 5000, 10_000, 10_000];

export interface UploadPlace extends Connection {
  workspaceId: string;
  /** Where unfinished uploads are remembered. */
  folder: string;
  onProgress: (sentBytes: number, totalBytes: number) => void;
}

/** Hands in a file, going on where an earlier try broke off; gives the upload's id. */
export async function uploadFile(place: UploadPlace, path: string): Promise<string> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(error.code === "ENOENT" ? `There is no file ${path}.` : `${path} cannot be read: ${error.code}.`);
  });
  if (!stats.isFile()) throw new Failure(`${path} is not a file.`);
  const memory = rememberUpload(place.folder, `${place.url} ${place.workspaceId}`, path, stats);
  const known = await memory.find();
  const url = await new Promise<string>((done, fail) => {
    const upload = new Upload(createReadStream(path) as never, {
      endpoint: place.url + tusPath,
      uploadUrl: known ?? null,
      headers: { authorization: `Bearer ${place.token}` },
      metadata: { filename: basename(path), workspaceId: place.workspaceId },
      uploadSize: stats.size,
      retryDelays: retryDelaysMs,
      storeFingerprintForResuming: false,
      onProgress: place.onProgress,
      onUploadUrlAvailable: () => void memory.keep(upload.url as string),
      onSuccess: () => done(upload.url as string),
      onError: (error) => fail(explainUpload(error)),
    });
    upload.start();
  });
  await memory.forget();
  return url.slice(url.lastIndexOf("/") + 1);
}

/** Hands in standard input, whose length nobody knows beforehand; it cannot be resumed. */
export async function uploadStandardInput(place: UploadPlace, name: string): Promise<string> {
  let sent = 0;
  const counted = process.stdin.map((chunk: Buffer) => {
    sent += chunk.length;
    place.onProgress(sent, 0);
    return chunk;
  });
  const response = await place.client.open(createUpload, {
    params: { workspaceId: place.workspaceId },
    query: { name },
    body: Readable.toWeb(counted) as ReadableStream<Uint8Array> as never,
    headers: { "content-type": "application/octet-stream" },
  });
  return ((await response.json()) as { id: string }).id;
}

function explainUpload(error: Error): Error {
  if (!(error instanceof DetailedError) || !error.originalResponse) {
    const cause = (error as DetailedError).causingError as { code?: string } | undefined;
    return new Failure(
      `The upload broke off (${cause?.code ?? error.message}). Run the same command again: it goes on where it stopped.`,
    );
  }
  try {
    return new Failure((JSON.parse(error.originalResponse.getBody()) as { detail: string }).detail);
  } catch {
    return new Failure(`The server refused the upload: ${error.originalResponse.getStatus()}.`);
  }
}
