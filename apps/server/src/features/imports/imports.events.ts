import type { Language } from "@weft/model/texts/phrase";
import type { FastifyReply } from "fastify";
import type { Weft } from "../../weft.ts";
import { getJob } from "./imports.actions.ts";
import { hasEnded } from "./imports.states.ts";

/** How often the import is looked at, and a sign of life sent so that nothing on the way closes a silent connection. */
const lookMs = 400;
const heartbeatMs = 15_000;

/** Sends an import as server-sent events, one at each step, until it has ended or nobody listens any more. */
export async function sendEvents(
  weft: Weft,
  reply: FastifyReply,
  importId: string,
  language: Language,
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  for (const [header, value] of Object.entries(reply.getHeaders())) raw.setHeader(header, value ?? "");
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  let last = "";
  let sentAt = Date.now();
  while (!raw.destroyed) {
    const job = await getJob(weft, importId, language).catch(() => null);
    const text = job ? JSON.stringify(job) : last;
    if (text !== last) {
      raw.write(`event: import\ndata: ${text}\n\n`);
      last = text;
      sentAt = Date.now();
    } else if (Date.now() - sentAt > heartbeatMs) {
      raw.write(": still here\n\n");
      sentAt = Date.now();
    }
    if (job && hasEnded(job.state)) break;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  raw.end();
  return reply;
}
