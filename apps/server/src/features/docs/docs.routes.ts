import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FastifyInstance } from "fastify";
import { version } from "../../version.ts";
import type { Weft } from "../../weft.ts";
import { sessionCookieName } from "../people/people.auth.ts";
import { makeOpenApi } from "./docs.openapi.ts";
import { docsPage, docsPolicy, docsScript } from "./docs.page.ts";

/** The package names its page bundle for script tags nowhere, so it is found beside its main file. */
const bundle = join(
  dirname(createRequire(import.meta.url).resolve("@scalar/api-reference")),
  "browser",
  "standalone.js",
);

/** Opens the doors of the API's documentation; they are open to read, signed in or not. */
export function registerDocsRoutes(app: FastifyInstance, weft: Weft): void {
  let document: string | null = null;
  app.get("/api/v1/openapi.json", (_request, reply) => {
    document ??= JSON.stringify(
      makeOpenApi({ version, url: weft.config.publicUrl ?? "", sessionCookie: sessionCookieName(weft) }),
    );
    return reply.type("application/json").header("cache-control", "public, max-age=300").send(document);
  });
  app.get("/docs", (_request, reply) =>
    reply.type("text/html; charset=utf-8").header("content-security-policy", docsPolicy).send(docsPage),
  );
  app.get("/docs/start.js", (_request, reply) => reply.type("text/javascript").send(docsScript));
  app.get("/docs/scalar.js", (_request, reply) =>
    reply.type("text/javascript").header("cache-control", "public, max-age=86400").send(createReadStream(bundle)),
  );
}
