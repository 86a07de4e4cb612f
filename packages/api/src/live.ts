import { z } from "zod";
import { change } from "./changes.ts";
import { importJob } from "./import-shapes.ts";
import { exportJob } from "./exports.ts";
import { idOf } from "./shapes.ts";

/** The socket's address; cookies or `?token=` say who it is. Messages are JSON. */
export const livePath = "/live";

/** What a client says. After a lost connection it watches again with the last change number it holds. */
export const fromClient = z.discriminatedUnion("type", [
  z.object({ type: z.literal("watch"), tableId: idOf("table"), since: z.int().min(0) }),
  z.object({ type: z.literal("unwatch"), tableId: idOf("table") }),
  z.object({ type: z.literal("watch_imports"), workspaceId: idOf("workspace") }),
  z.object({ type: z.literal("watch_bases"), workspaceId: idOf("workspace") }),
  z.object({ type: z.literal("unwatch_bases"), workspaceId: idOf("workspace") }),
  z.object({ type: z.literal("ping") }),
]);
export type FromClient = z.output<typeof fromClient>;

/** What the server says. `change` numbers of a table are gapless: after 41, 43 means 42 was missed. */
export const fromServer = z.discriminatedUnion("type", [
  z.object({ type: z.literal("watching"), tableId: z.string(), lastChange: z.int() }),
  z.object({ type: z.literal("change"), change }),
  /** Too far behind to be told each change: read the table anew. */
  z.object({ type: z.literal("reload"), tableId: z.string(), lastChange: z.int() }),
  /** Bases or tables of a workspace were made, renamed, moved, deleted or restored: list them anew. */
  z.object({ type: z.literal("bases"), workspaceId: z.string() }),
  z.object({ type: z.literal("import"), import: importJob }),
  z.object({ type: z.literal("export"), export: exportJob }),
  z.object({ type: z.literal("notice"), unread: z.int() }),
  /** What is announced to everybody is another now: it comes with the session. */
  z.object({ type: z.literal("announcements") }),
  z.object({ type: z.literal("pong") }),
  z.object({ type: z.literal("problem"), code: z.string(), detail: z.string() }),
]);
export type FromServer = z.output<typeof fromServer>;
