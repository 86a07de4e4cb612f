import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { importStates } from "./import-shapes.ts";
import { idOf } from "./shapes.ts";

export const usage = z.object({
  members: z.int(),
  /** Invitations that can still be accepted. */
  invitations: z.int(),
  /** Each base with its tables, their rows (about) and what they take on disk, indexes included. */
  bases: z.array(z.object({ id: z.string(), name: z.string(), tables: z.int(), rows: z.int(), sizeBytes: z.int() })),
  /** Files that were handed in and are kept. */
  files: z.object({ count: z.int(), sizeBytes: z.int() }),
  /** How many imports are in which state; states without any are left out. */
  imports: z.partialRecord(z.enum(importStates), z.int()),
});
export type Usage = z.output<typeof usage>;

export const getUsage = endpoint({
  name: "usage.get",
  method: "GET",
  path: "/workspaces/:workspaceId/usage",
  summary: "What a workspace holds and uses, for those who look after it.",
  access: "any",
  permission: "members.update",
  params: z.object({ workspaceId: idOf("workspace") }),
  reply: usage,
  problems: ["workspace.not_found"],
});
