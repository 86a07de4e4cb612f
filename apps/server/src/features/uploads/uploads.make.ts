import { request as send } from "node:http";
import { createUpload } from "@weft/api/uploads";
import type { Upload } from "@weft/api/uploads";
import { tusPath } from "@weft/api/uploads";
import type { TestPerson } from "../../testing/weft.ts";

/** A whole upload, handed in through the door. */
export async function makeUpload(person: TestPerson, name: string, body: string | Uint8Array): Promise<Upload> {
  const response = await person.client.open(createUpload, {
    params: { workspaceId: person.workspaceId },
    query: { name },
    body: body as BodyInit,
  });
  return (await response.json()) as Upload;
}

interface TusAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  body: string;
}

/** One tus request over a plain socket; with `breakAfter`, the connection is cut once that many bytes are sent. */
export function sendTus(
  url: string,
  token: string,
  options: {
    method: string;
    id?: string;
    headers?: Record<string, string>;
    body?: Buffer;
    breakAfter?: number;
  },
): Promise<TusAnswer | null> {
  return new Promise((resolve, reject) => {
    const request = send(`${url}${tusPath}${options.id ? `/${options.id}` : ""}`, {
      method: options.method,
      headers: {
        authorization: `Bearer ${token}`,
        "tus-resumable": "1.0.0",
        ...(options.body
          ? { "content-type": "application/offset+octet-stream", "content-length": String(options.body.length) }
          : {}),
        ...options.headers,
      },
    });
    request.on("response", async (response) => {
      hasAnswer = true;
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers as TusAnswer["headers"], body });
    });
    request.on("error", (error) => (options.breakAfter === undefined ? reject(error) : resolve(null)));
    let hasAnswer = false;
    request.on("close", () => hasAnswer || resolve(null));
    if (options.breakAfter === undefined) request.end(options.body);
    else request.write(options.body?.subarray(0, options.breakAfter), () => request.destroy());
  });
}

/** The metadata header of a new tus upload. */
export function tusMetadata(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
    .join(",");
}
