import type { FastifyInstance } from "fastify";
import { httpSeconds } from "../metrics/metrics.ts";
import { noteAnswer } from "../metrics/pulse.ts";

/** Measures and logs every answered request: one line each, with route and status, never with a body or a query. */
export function observeRequests(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    const seconds = reply.elapsedTime / 1000;
    noteAnswer(reply.statusCode, seconds);
    httpSeconds.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    request.log.info({ method: request.method, route, status: reply.statusCode, seconds }, "request answered");
  });
}
