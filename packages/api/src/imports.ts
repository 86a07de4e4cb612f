import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { importJob, importModes, importOptions, importStates, profile, reject } from "./import-shapes.ts";
import { at, flag, idOf, name, page, personId } from "./shapes.ts";

const baseParams = z.object({ baseId: idOf("base") });
const params = z.object({ importId: idOf("import") });
const start = z.enum(["review", "now"]);

export const createImport = endpoint({
  name: "imports.create",
  method: "POST",
  path: "/bases/:baseId/imports",
  summary:
    "Imports an upload, an address or pasted text. `start: now` loads as detected, `review` waits after the analysis.",
  access: "any",
  permission: "import.create",
  params: baseParams,
  body: z.object({
    source: z.union([
      z.object({ uploadId: idOf("upload") }),
      z.object({ url: z.url().max(4000) }),
      z.object({ text: z.string().max(20_000_000), name: name.default("pasted.csv") }),
    ]),
    options: importOptions.prefault({}),
    start: start.default("now"),
  }),
  reply: importJob,
  status: 202,
  problems: [
    "base.not_found",
    "upload.not_found",
    "upload.incomplete",
    "url.refused",
    "table.not_found",
    "import.options_invalid",
  ],
});

export const importFile = endpoint({
  name: "imports.file",
  method: "POST",
  path: "/bases/:baseId/imports/file",
  summary: "The one-call import: the request's body is the file.",
  access: "any",
  permission: "import.create",
  params: baseParams,
  query: z.object({
    name,
    mode: z.enum(importModes).default("new"),
    tableId: idOf("table").optional(),
    tableName: name.optional(),
    replaces: idOf("import").optional(),
    /** Comma-separated. */
    keys: z.string().max(2000).optional(),
    text: flag.default(false),
    strict: flag.default(false),
  }),
  reply: importJob,
  status: 202,
  problems: ["base.not_found", "table.not_found", "import.options_invalid", "storage.full"],
});

export const listImports = endpoint({
  name: "imports.list",
  method: "GET",
  path: "/workspaces/:workspaceId/imports",
  summary: "Imports of a workspace, newest first.",
  access: "any",
  permission: "import.read",
  params: z.object({ workspaceId: idOf("workspace") }),
  query: z.object({
    ...page,
    baseId: idOf("base").optional(),
    tableId: idOf("table").optional(),
    state: z.enum(importStates).optional(),
    personId: personId.optional(),
  }),
  reply: z.object({ imports: z.array(importJob), next: z.string().nullable() }),
  problems: ["workspace.not_found"],
});

export const getImport = endpoint({
  name: "imports.get",
  method: "GET",
  path: "/imports/:importId",
  summary: "One import: state, progress, totals.",
  access: "any",
  permission: "import.read",
  params,
  reply: importJob,
  problems: ["import.not_found"],
});

export const watchImport = endpoint({
  name: "imports.watch",
  method: "GET",
  path: "/imports/:importId/events",
  summary: "The import as server-sent events: one `import` event at every step until it has ended.",
  access: "any",
  permission: "import.read",
  params,
  stream: "events",
  problems: ["import.not_found"],
});

export const getProfile = endpoint({
  name: "imports.profile",
  method: "GET",
  path: "/imports/:importId/profile",
  summary: "What was detected in the file, from all of its rows.",
  access: "any",
  permission: "import.read",
  params,
  reply: z.object({
    profile,
    /** Earlier imports of the very same bytes in this workspace. */
    sameFile: z.array(
      z.object({ importId: z.string(), tableId: z.string().nullable(), tableName: z.string().nullable(), at }),
    ),
    /** append, replace, upsert: which field each column would fill. */
    matches: z.array(
      z.object({ index: z.int(), fieldId: z.string().nullable(), how: z.enum(["name", "remembered", "none"]) }),
    ),
    /** replace: earlier imports that brought rows which are still in the table, newest first. */
    replaceable: z.array(z.object({ importId: z.string(), name: z.string(), at, rows: z.int() })),
    /** With `replaces`: how many rows the load takes away, and how many of them were edited since they came. */
    replaced: z.object({ rows: z.int(), edited: z.int() }).nullable(),
  }),
  problems: ["import.not_found", "import.wrong_state"],
});

export const updateImport = endpoint({
  name: "imports.update",
  method: "PATCH",
  path: "/imports/:importId",
  summary:
    "Changes the choices of an import that waits. Another separator, header or sheet analyses anew; types and names do not.",
  access: "any",
  permission: "import.create",
  params,
  body: z.object({ options: importOptions }),
  reply: importJob,
  problems: ["import.not_found", "import.wrong_state", "import.options_invalid", "table.not_found"],
});

export const startImport = endpoint({
  name: "imports.start",
  method: "POST",
  path: "/imports/:importId/start",
  summary: "Loads an import that waits in `ready`.",
  access: "any",
  permission: "import.create",
  params,
  reply: importJob,
  status: 202,
  problems: ["import.not_found", "import.wrong_state", "import.options_invalid"],
});

export const cancelImport = endpoint({
  name: "imports.cancel",
  method: "POST",
  path: "/imports/:importId/cancel",
  summary: "Stops an import; nothing of it stays.",
  access: "any",
  permission: "import.create",
  params,
  reply: importJob,
  problems: ["import.not_found", "import.wrong_state"],
});

export const retryImport = endpoint({
  name: "imports.retry",
  method: "POST",
  path: "/imports/:importId/retry",
  summary: "Begins a failed or cancelled import again with the same file and choices.",
  access: "any",
  permission: "import.create",
  params,
  reply: importJob,
  status: 202,
  problems: ["import.not_found", "import.wrong_state"],
});

export const undoImport = endpoint({
  name: "imports.undo",
  method: "POST",
  path: "/imports/:importId/undo",
  summary: "Takes an import back: a new table goes to the trash, appended rows go, updated and replaced rows return.",
  access: "any",
  permission: "import.undo",
  params,
  reply: importJob,
  problems: ["import.not_found", "import.wrong_state", "table.not_found"],
});

export const listRejects = endpoint({
  name: "imports.rejects",
  method: "GET",
  path: "/imports/:importId/rejects",
  summary: "The first 100 rejected rows with their reasons.",
  access: "any",
  permission: "import.read",
  params,
  reply: z.object({ rejects: z.array(reject), total: z.int() }),
  problems: ["import.not_found"],
});

export const downloadRejects = endpoint({
  name: "imports.rejects_file",
  method: "GET",
  path: "/imports/:importId/rejects/file",
  summary:
    "Every rejected row as CSV with line, column, value and reason before its own cells: mend it and hand it in again.",
  access: "any",
  permission: "import.read",
  params,
  stream: "file",
  problems: ["import.not_found"],
});
