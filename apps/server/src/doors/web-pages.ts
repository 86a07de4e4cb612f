import { existsSync } from "node:fs";
import { join } from "node:path";
import httpProxy from "@fastify/http-proxy";
import staticFiles from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { Weft } from "../weft.ts";

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
      rewriteRequestHeaders: (request, headers) => ({
        ...headers,
        host: request.headers.host ?? "",
        "x-request-id": String(request.id),
        "x-forwarded-proto": request.headers["x-forwarded-proto"] ?? "http",
      }),
    },
  });
}
