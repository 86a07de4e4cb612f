import { randomBytes } from "node:crypto";
import { contentPolicy, withNonces } from "../content-policy.ts";

/** What of the server that draws the pages is touched here. */
interface PageServer {
  hooks: { hook(name: "render:html", change: (html: Page, context: Context) => void): unknown };
}
type Page = Record<"head" | "bodyPrepend" | "bodyAppend", string[]>;
interface Context {
  event: { node: { res: { setHeader(name: string, value: string): unknown } } };
}

/**
 * Gives every page a nonce of its own, in its scripts and in its Content-Security-Policy. What the page shows (`body`) gets
 * none: a script that came in with people's data must not run.
 */
export default function addContentPolicy(server: PageServer): void {
  // The development server loads its parts from another port.
  if (import.meta.dev) return;
  server.hooks.hook("render:html", (html, { event }) => {
    const nonce = randomBytes(16).toString("base64");
    for (const part of ["head", "bodyPrepend", "bodyAppend"] as const)
      html[part] = html[part].map((text) => withNonces(text, nonce));
    event.node.res.setHeader("content-security-policy", contentPolicy(nonce));
  });
}
