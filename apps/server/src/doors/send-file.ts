import type { FastifyReply, FastifyRequest } from "fastify";
import type { Weft } from "../weft.ts";

/** A stored object under the name people know it by. */
interface StoredFile {
  key: string;
  name: string;
  type?: string;
}

/** Sends a stored object as a download that no browser runs or sniffs; one byte range is honoured. */
export async function sendFile(
  weft: Weft,
  request: FastifyRequest,
  reply: FastifyReply,
  file: StoredFile,
): Promise<FastifyReply> {
  const size = (await weft.objects.sizeOf(file.key)) ?? 0;
  // A file goes out as it lies there: its length is told, ranges fit, and no time is spent on packing gigabytes.
  request.headers["x-no-compression"] = "1";
  fileHeaders(reply, file).header("accept-ranges", "bytes");
  const range = readRange(request.headers.range, size);
  if (range === "unsatisfiable") return reply.status(416).header("content-range", `bytes */${size}`).send();
  if (!range) return reply.header("content-length", size).send(await weft.objects.get(file.key));
  return reply
    .status(206)
    .header("content-range", `bytes ${range.start}-${range.end}/${size}`)
    .header("content-length", range.end - range.start + 1)
    .send(await weft.objects.get(file.key, range));
}

/** The headers of a download: attachment under its own name (RFC 6266), no sniffing, a sandbox, no cache. */
export function fileHeaders(reply: FastifyReply, file: { name: string; type?: string }): FastifyReply {
  return reply
    .type(file.type ?? "application/octet-stream")
    .header("content-disposition", contentDisposition(file.name))
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "sandbox; default-src 'none'")
    .header("cache-control", "private, no-store");
}

/** RFC 6266: a plain name for old readers and the true one in UTF-8; never a path, whoever may follow one. */
export function contentDisposition(given: string): string {
  const name = given.replace(/[/\\]/g, "_");
  const plain = name.replace(/[^\x20-\x7e]|["%]/g, "_");
  const exact = encodeURIComponent(name.replace(/[\ud800-\udfff]/gu, "_")).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** One `bytes=` range, both ends included; undefined = send it all (also for several ranges, as RFC 9110 allows). */
export function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const last = size - 1;
  const start = match[1] === "" ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === "" || match[2] === "" ? last : Math.min(Number(match[2]), last);
  return start > last || end < start ? "unsatisfiable" : { start, end };
}
