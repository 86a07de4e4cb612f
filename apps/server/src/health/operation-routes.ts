import { AggregatorRegistry } from "prom-client";
import type { FastifyInstance } from "fastify";
import { registry } from "../metrics/metrics.ts";
import type { Weft } from "../weft.ts";
import { isReady } from "./readiness.ts";

/** What other processes of this machine counted, told by the supervisor. */
const otherProcesses = new Map<string, object[]>();

/** `/healthz` (this process lives), `/readyz` (it can work), `/metrics` (Prometheus; of all processes under `npm start`). */
export function addOperationRoutes(app: FastifyInstance, weft: Weft): void {
  process.on("message", (message: { metricsOf?: string; metrics?: object[] }) => {
    if (message?.metricsOf && message.metrics) otherProcesses.set(message.metricsOf, message.metrics);
  });
  app.get("/healthz", { logLevel: "warn" }, () => ({ alive: true }));
  app.get("/readyz", { logLevel: "warn" }, async (_request, reply) => {
    const readiness = await isReady(weft);
    return reply.status(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get("/metrics", { logLevel: "warn" }, async (_request, reply) => {
    const own = await registry.getMetricsAsJSON();
    const all = AggregatorRegistry.aggregate([own, ...otherProcesses.values()] as Parameters<
      typeof AggregatorRegistry.aggregate
    >[0]);
    return reply.type(registry.contentType).send(await all.metrics());
  });
}

/** Resident memory of the processes that tell us their figures. */
export function memoryOfOthers(): number {
  const told = [...otherProcesses.values()].flat() as { name?: string; values?: { value: number }[] }[];
  return told
    .filter(({ name }) => name === "process_resident_memory_bytes")
    .reduce((sum, { values }) => sum + (values?.[0]?.value ?? 0), 0);
}
