import type { FastifyInstance } from "fastify";
import type { Weft } from "../weft.ts";

/** What is no page runs nothing and shows nothing: a browser that opens it as one shall load nothing either. */
const nothingPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What no page of ours asks a browser for. */
const unusedFeatures = [
  "accelerometer",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
];

const always = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "content-security-policy": nothingPolicy,
  "permissions-policy": unusedFeatures.map((feature) => `${feature}=()`).join(", "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** A year; other names of the domain are not ours to speak for. */
const httpsOnly = "max-age=31536000";

/** The headers that every answer of an instance begins with. */
export function securityHeaders({ config }: Weft): Record<string, string> {
  const isHttps = config.publicUrl?.startsWith("https:") ?? false;
  return isHttps ? { ...always, "strict-transport-security": httpsOnly } : always;
}

/**
 * Headers that keep browsers from sniffing, framing, running and telling other sites where people were, on every answer
 * there is: also of doors that write to the socket themselves. A door that needs others (pages, files) sets its own.
 */
export function addSecurityHeaders(app: FastifyInstance, weft: Weft): void {
  const headers = securityHeaders(weft);
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(headers);
    if (request.url.startsWith("/api/")) reply.header("cache-control", "no-store");
  });
}
