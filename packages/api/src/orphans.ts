import { z } from "zod";
import { endpoint } from "./endpoint.ts";

const files = z.object({ count: z.int(), sizeBytes: z.int() });

export const countOrphans = endpoint({
  name: "orphans.count",
  method: "GET",
  path: "/instance/orphans",
  summary:
    "Looks through the object store for files that belong to nothing, and for what should be there and is not; for the instance's owner.",
  access: "session",
  permission: null,
  reply: z.object({
    /** Files of Weft's that nothing names; those that others put into the bucket are not counted. */
    orphans: files,
    /** Those of them that are old enough to be cleared: younger ones may just be being written. */
    clearable: files,
    ageHours: z.int(),
    /** Uploads, exports and lists of rejects whose file is gone. */
    missing: z.int(),
    /** They are being cleared, or will be. */
    isClearing: z.boolean(),
  }),
});

export const clearOrphans = endpoint({
  name: "orphans.clear",
  method: "POST",
  path: "/instance/orphans/clear",
  summary: "Has files that belong to nothing for over a day thrown away, in the background; for the instance's owner.",
  access: "session",
  permission: null,
});
