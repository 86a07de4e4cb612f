import type { FastifyInstance } from "fastify";
import { Gauge } from "prom-client";
import { registry } from "./metrics.ts";

/** Open live connections of this process. */
export function countSockets(app: FastifyInstance): void {
  const open: Gauge = new Gauge({
    name: "weft_live_sockets",
    help: "Open live connections (WebSocket) of this process.",
    registers: [registry],
    collect: () => open.set(app.websocketServer.clients.size),
  });
}
