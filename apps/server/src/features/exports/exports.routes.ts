import * as contract from "@weft/api/exports";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { cancelExport, createExport, getExport, listExports, openExportFile } from "./exports.actions.ts";
import { attachment, contentTypes } from "./exports.names.ts";

/** Opens the doors of exports. */
export function registerExportRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.createExport, ({ actor, params, body }) => createExport(weft, actor, params.tableId, body));
  route(app, weft, contract.listExports, ({ actor, params, query }) =>
    listExports(weft, actor, { workspaceId: params.workspaceId, ...query }),
  );
  route(app, weft, contract.getExport, ({ actor, params }) => getExport(weft, actor, params.exportId));
  route(app, weft, contract.cancelExport, ({ actor, params }) => cancelExport(weft, actor, params.exportId));
  route(app, weft, contract.downloadExport, async ({ actor, params, reply }) => {
    const { job, body } = await openExportFile(weft, actor, params.exportId);
    return reply
      .headers({
        "content-disposition": attachment(job.fileName),
        "content-length": job.sizeBytes ?? undefined,
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "private, no-store",
      })
      .type(contentTypes[job.options.format])
      .send(body);
  });
}
