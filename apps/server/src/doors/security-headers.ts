import type { FastifyInstance } from "fastify";

/** JSON runs nothing and shows nothing: a browser that opens it as a page shall load nothing either. */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * Headers that keep browsers from sniffing, framing and telling other sites where people were; for the api's answers
 * also that nothing may be loaded or kept. What a door has set itself stays.
 */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply) => {
    const headers: Record<string, string> = {
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
    };
    if (request.url.startsWith("/api/")) {
      headers["content-security-policy"] = apiPolicy;
      headers["cache-control"] = "no-store";
    }
    for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) reply.header(name, value);
  });
}
