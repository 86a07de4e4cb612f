import { Readable } from "node:stream";
import type { ImportOptions } from "@weft/api/import-shapes";
import { importOptions } from "@weft/api/import-shapes";
import * as api from "@weft/api/imports";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Language } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { FastifyInstance } from "fastify";
import { acceptFiles } from "../../doors/file-body.ts";
import { route } from "../../doors/route.ts";
import { checkShape } from "../../doors/shape-faults.ts";
import { fileHeaders, sendFile } from "../../doors/send-file.ts";
import type { Weft } from "../../weft.ts";
import * as imports from "./imports.actions.ts";
import { sendEvents } from "./imports.events.ts";
import { showRejects } from "./imports.shown.ts";
import { undoImport } from "./imports.undo.ts";

/** The doors of imports. */
export function registerImportRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, api.createImport, async ({ actor, params, body }) => {
    const { source } = body;
    const file = "text" in source ? { body: Readable.from([Buffer.from(source.text)]), name: source.name } : source;
    return imports.createImport(weft, actor, { ...params, ...body, source: file });
  });
  acceptFiles(app, (scope) => {
    route(scope, weft, api.importFile, async ({ actor, params, query, request }) =>
      imports.createImport(weft, actor, {
        ...params,
        source: { body: request.raw, name: query.name },
        options: optionsOf(actor.language, query),
        start: "now",
      }),
    );
  });
  route(app, weft, api.listImports, async ({ actor, params, query }) =>
    imports.listImports(weft, actor, { ...params, ...query }),
  );
  route(app, weft, api.getImport, async ({ actor, params }) => {
    await imports.getImport(weft, actor, params.importId, "import.read");
    return imports.getJob(weft, params.importId, actor.language);
  });
  route(app, weft, api.watchImport, async ({ actor, params, reply }) => {
    await imports.getImport(weft, actor, params.importId, "import.read");
    return sendEvents(weft, reply, params.importId, actor.language);
  });
  route(app, weft, api.getProfile, async ({ actor, params }) => imports.getProfile(weft, actor, params.importId));
  route(app, weft, api.updateImport, async ({ actor, params, body }) =>
    imports.updateImport(weft, actor, params.importId, body.options),
  );
  route(app, weft, api.startImport, async ({ actor, params }) => imports.startImport(weft, actor, params.importId));
  route(app, weft, api.cancelImport, async ({ actor, params }) => imports.cancelImport(weft, actor, params.importId));
  route(app, weft, api.retryImport, async ({ actor, params }) => imports.retryImport(weft, actor, params.importId));
  route(app, weft, api.undoImport, async ({ actor, params }) => undoImport(weft, actor, params.importId));
  registerRejectRoutes(app, weft);
}

function registerRejectRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, api.listRejects, async ({ actor, params }) => {
    const row = await imports.getImport(weft, actor, params.importId, "import.read");
    return { rejects: showRejects(row.first_rejects, actor.language), total: row.rejected ?? 0 };
  });
  route(app, weft, api.downloadRejects, async ({ actor, params, request, reply }) => {
    const row = await imports.getImport(weft, actor, params.importId, "import.read");
    const file = { name: `${row.upload_name.replace(/\.[^.]*$/, "")} rejects.csv`, type: "text/csv; charset=utf-8" };
    if (!row.rejects_key) return fileHeaders(reply, file).send("");
    return sendFile(weft, request, reply, { ...file, key: row.rejects_key });
  });
}

/** The choices of the one-call import, checked like those of the other. */
function optionsOf(
  language: Language,
  query: {
    mode: ImportOptions["mode"];
    tableId?: string;
    tableName?: string;
    replaces?: string;
    keys?: string;
    text: boolean;
    strict: boolean;
  },
): ImportOptions {
  const keys = (query.keys ?? "")
    .split(",")
    .map((key) => key.trim())
    .filter(Boolean);
  const faults: Fault[] = [];
  const options = checkShape(importOptions, { ...query, keys }, language, faults);
  if (options) return options;
  throw new Problem("request.invalid", phrase`The import's choices have faults.`, faults);
}
