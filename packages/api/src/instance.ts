import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at } from "./shapes.ts";

/** What an instance is made of, in the order its health tells them. */
export const healthStates = ["good", "warning", "fault", "off"] as const;
export type HealthState = (typeof healthStates)[number];

const healthPart = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(healthStates),
  /** How it stands now. */
  said: z.string(),
  /** What does not work while it is away. */
  without: z.string(),
});
export type HealthPart = z.output<typeof healthPart>;

export const getHealth = endpoint({
  name: "instance.health",
  method: "GET",
  path: "/instance/health",
  summary: "Each part of the instance, how it stands, and what does not work without it; for the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({ version: z.string(), at, parts: z.array(healthPart) }),
});

/** What happened in one step of the pulse, in all api processes together; null = it could not be read, or none was there. */
const beat = z.object({
  /** When the step ended. */
  at,
  /** How many told what they had counted. */
  processes: z.int(),
  requestsPerSecond: z.number().nullable(),
  /** 95 of 100 requests were answered within it; null = there were none. */
  p95Ms: z.number().nullable(),
  /** Answers of 500 and above. */
  errors: z.int().nullable(),
  /** Calls refused for a limit (429). */
  refused: z.int().nullable(),
  jobsWaiting: z.int().nullable(),
  /** Rows written in the whole database, Weft's own notes among them. */
  rowsPerSecond: z.number().nullable(),
  sockets: z.int().nullable(),
  memoryBytes: z.int().nullable(),
});
export type Beat = z.output<typeof beat>;

export const getPulse = endpoint({
  name: "instance.pulse",
  method: "GET",
  path: "/instance/pulse",
  summary:
    "Requests, errors, jobs, rows, sockets and memory of all api processes over the last hour; for the instance's owner.",
  access: "session",
  permission: null,
  /** Only what is newer than this. */
  query: z.object({ since: at.optional() }),
  reply: z.object({ stepSeconds: z.number(), beats: z.array(beat) }),
});

const bigTable = z.object({
  /** Its name as people know it, or that of one of Weft's own. */
  name: z.string(),
  /** The base it lies in; null = one of Weft's own. */
  base: z.string().nullable(),
  sizeBytes: z.int(),
  rows: z.int(),
  /** Rows that were changed or deleted and still take room. */
  deadRows: z.int(),
});

export const getStorage = endpoint({
  name: "instance.storage",
  method: "GET",
  path: "/instance/storage",
  summary:
    "The database (size, tables, cache, connections, slow queries, replicas) and the files; for the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({
    database: z.object({
      version: z.string(),
      sizeBytes: z.int(),
      /** Share of blocks found in memory, 0 to 1; null = nothing was read yet. */
      cacheHits: z.number().nullable(),
      connections: z.object({ used: z.int(), most: z.int() }),
      tables: z.array(bigTable),
      slow: z.object({
        /** Over all time where the extension pg_stat_statements is there, else what runs right now. */
        from: z.enum(["statements", "running"]),
        queries: z.array(z.object({ text: z.string(), calls: z.int(), meanMs: z.number(), totalMs: z.number() })),
      }),
      replicas: z.array(z.object({ name: z.string(), state: z.string(), lagBytes: z.int().nullable() })),
    }),
    files: z.object({
      kind: z.enum(["disk", "s3"]),
      uploads: z.object({ count: z.int(), sizeBytes: z.int() }),
      exports: z.object({ count: z.int(), sizeBytes: z.int() }),
      /** Files that list the rows an import rejected. */
      rejects: z.object({ count: z.int() }),
      /** Of the disk the data folder lies on; null where it cannot be asked. */
      disk: z.object({ freeBytes: z.int(), totalBytes: z.int() }).nullable(),
    }),
  }),
});
