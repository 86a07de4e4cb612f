import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** What this process counts, in the words of Prometheus. */
export const registry: Registry = new Registry();

export const httpSeconds: Histogram<"method" | "route" | "status"> = new Histogram({
  name: "http_request_duration_seconds",
  help: "Time to answer an HTTP request.",
  labelNames: ["method", "route", "status"],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
});

export const jobSeconds: Histogram<"job" | "state"> = new Histogram({
  name: "weft_job_duration_seconds",
  help: "Time of one try of a background job, by how it ended.",
  labelNames: ["job", "state"],
  buckets: [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800],
  registers: [registry],
});

export const jobsUnlocked: Counter = new Counter({
  name: "weft_jobs_unlocked_total",
  help: "Jobs freed because their worker had died.",
  registers: [registry],
});

export const poolConnections: Gauge<"pool" | "state"> = new Gauge({
  name: "weft_pool_connections",
  help: "Database connections of this process by pool and state; `waiting` are requests without one.",
  labelNames: ["pool", "state"],
  registers: [registry],
});

/** Process figures (memory, CPU, event loop) and the role as a label on everything. */
export function countProcess(role: string): void {
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
}
