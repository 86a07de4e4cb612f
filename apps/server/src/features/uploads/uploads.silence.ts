import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Breaks a request off whose sender says nothing for `silenceMs` before its body is whole: a laptop that was closed or a
 * network that went away sends no end, and Node would wait for it for ever. What has arrived is kept, as at any other
 * break. While the server itself works on the whole body, nobody is cut off.
 */
export function endWhenSilent(request: IncomingMessage, response: ServerResponse, silenceMs: number): void {
  const { socket } = request;
  socket.setTimeout(silenceMs);
  // Whoever listens for this keeps Node from destroying the connection itself.
  response.on("timeout", () => {
    if (!request.complete) request.destroy(new Error(`the sender was silent for ${silenceMs} ms`));
  });
}
