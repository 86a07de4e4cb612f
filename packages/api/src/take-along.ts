import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { at } from "./shapes.ts";

/** A file with all that is kept of somebody, for them alone. */
export const takeAlong = z.object({
  state: z.enum(["waiting", "done", "failed", "expired"]),
  sizeBytes: z.int().nullable(),
  /** Why there is none. */
  failure: z.string().nullable(),
  createdAt: at,
  expiresAt: at.nullable(),
});
export type TakeAlong = z.output<typeof takeAlong>;

export const createTakeAlong = endpoint({
  name: "profile.take_along",
  method: "POST",
  path: "/profile/take-along",
  summary:
    "Has all that is kept of the caller written into a ZIP file: profile, sessions, tokens, memberships, notices, imports and exports with their files, audit entries, own changes of rows. The bell tells when it is ready.",
  access: "session",
  permission: null,
  reply: takeAlong,
  status: 202,
});

export const getTakeAlong = endpoint({
  name: "profile.get_take_along",
  method: "GET",
  path: "/profile/take-along",
  summary: "The caller's last such file, or null.",
  access: "session",
  permission: null,
  reply: z.object({ takeAlong: takeAlong.nullable() }),
});

export const downloadTakeAlong = endpoint({
  name: "profile.take_along_file",
  method: "GET",
  path: "/profile/take-along/file",
  summary: "The file itself, until it expires.",
  access: "session",
  permission: null,
  stream: "file",
  problems: ["take_along.not_ready"],
});
