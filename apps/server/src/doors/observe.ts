import type { FastifyInstance } from "fastify";
import { httpSeconds } from "../metrics/metrics.ts";
import { noteAnswer } from "../metrics/pulse.ts";
import type { Weft } from "../weft.ts";

/** Measures and logs every answered request: one line each, with route and status, never with a body or a query. */
export function observeRequests(app: FastifyInstance, weft: Weft): void {
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    const seconds = reply.elapsedTime / 1000;
    noteAnswer(weft, reply.statusCode, seconds);
    httpSeconds.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    request.log.info({ method: request.method, route, status: reply.statusCode, seconds }, "request answered");
  });
}
