import { existsSync } from "node:fs";
import { join } from "node:path";
import httpProxy from "@fastify/http-proxy";
import staticFiles from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { Weft } from "../weft.ts";

/** Shown for the moment in which the web program starts again. */
const startingPage = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Weft</title>
<p>Weft is starting; this page comes back by itself.<p lang="fr">Weft démarre ; cette page revient d’elle-même.`;

/** Serves the built web app's files itself, and hands every other page to the web program. Nothing when there is none. */
export async function addWebDoors(app: FastifyInstance, weft: Weft): Promise<void> {
  const { webFolder, webUrl } = weft.config;
  const assets = webFolder ? join(webFolder, "public", "_nuxt") : null;
  if (assets && existsSync(assets)) {
    await app.register(staticFiles, {
      root: assets,
      prefix: "/_nuxt/",
      // Their names hold a hash of what is in them.
      immutable: true,
      maxAge: "365d",
      preCompressed: true,
      decorateReply: false,
      wildcard: true,
    });
  }
  if (!webUrl) return;
  await app.register(httpProxy, {
    upstream: webUrl,
    websocket: false,
    httpMethods: ["GET", "HEAD", "POST"],
    replyOptions: {
      // What it is made with is nobody's business.
      rewriteHeaders(headers) {
        delete headers["x-powered-by"];
        return headers;
      },
      onError: (reply) => void reply.code(503).type("text/html; charset=utf-8").send(startingPage),
      rewriteRequestHeaders: (request, headers) => ({
        ...headers,
        host: request.headers.host ?? "",
        "x-request-id": String(request.id),
        "x-forwarded-proto": request.headers["x-forwarded-proto"] ?? "http",
      }),
    },
  });
}
