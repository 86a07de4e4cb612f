import { z } from "zod";

/** Every kind of background work with its payload and queue. `exporter` may be slow; `worker` is what people wait for. */
export const jobs = {
  "import.fetch": { queue: "worker", payload: z.object({ importId: z.string() }) },
  "import.analyse": { queue: "worker", payload: z.object({ importId: z.string() }) },
  "import.load": { queue: "worker", payload: z.object({ importId: z.string() }) },
  "export.write": { queue: "exporter", payload: z.object({ exportId: z.string() }) },
  "export.expire": { queue: "exporter", payload: z.object({}) },
  "people.password_link": { queue: "worker", payload: z.object({ email: z.string() }) },
  "people.take_along": { queue: "exporter", payload: z.object({ takeAlongId: z.string() }) },
  "people.expire_take_alongs": { queue: "exporter", payload: z.object({}) },
  "notice.mail": { queue: "worker", payload: z.object({ noticeId: z.string() }) },
  "notice.digest": { queue: "worker", payload: z.object({}) },
  "announcement.tell": { queue: "worker", payload: z.object({}) },
  "tokens.tell_expiring": { queue: "worker", payload: z.object({}) },
  "mail.send": { queue: "worker", payload: z.object({ mailId: z.string() }) },
  "trash.empty": { queue: "exporter", payload: z.object({}) },
  "objects.sweep": { queue: "exporter", payload: z.object({}) },
  "objects.clear": {
    queue: "exporter",
    payload: z.object({ personId: z.string(), requestId: z.string().nullable() }),
  },
  "index.make": {
    queue: "exporter",
    payload: z.object({
      tableId: z.string(),
      want: z.union([
        z.object({ kind: z.enum(["order", "equal"]), field: z.string() }),
        z.object({ kind: z.literal("words") }),
      ]),
    }),
  },
  "index.tend": { queue: "exporter", payload: z.object({}) },
  "hand_ins.tend": { queue: "worker", payload: z.object({}) },
  "audit.tell": { queue: "exporter", payload: z.object({}) },
  "audit.ship": { queue: "exporter", payload: z.object({ targetId: z.string() }) },
  "audit.ship_due": { queue: "exporter", payload: z.object({}) },
  "secrets.tell_expiring": { queue: "exporter", payload: z.object({}) },
  "changes.partition": { queue: "exporter", payload: z.object({}) },
} as const satisfies Record<string, { queue: "worker" | "exporter"; payload: z.ZodType }>;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.output<(typeof jobs)[Name]["payload"]>;
