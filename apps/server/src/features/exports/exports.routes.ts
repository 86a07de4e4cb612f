import * as contract from "@weft/api/exports";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import { sendFile } from "../../doors/send-file.ts";
import type { Weft } from "../../weft.ts";
import { cancelExport, createExport, getExport, listExports, findExportFile } from "./exports.actions.ts";
import { contentTypes } from "./exports.names.ts";

/** Opens the doors of exports. */
export function registerExportRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.createExport, ({ actor, params, body }) => createExport(weft, actor, params.tableId, body));
  route(app, weft, contract.listExports, ({ actor, params, query }) =>
    listExports(weft, actor, { workspaceId: params.workspaceId, ...query }),
  );
  route(app, weft, contract.getExport, ({ actor, params }) => getExport(weft, actor, params.exportId));
  route(app, weft, contract.cancelExport, ({ actor, params }) => cancelExport(weft, actor, params.exportId));
  route(app, weft, contract.downloadExport, async ({ actor, params, request, reply }) => {
    const { job, objectKey } = await findExportFile(weft, actor, params.exportId);
    return sendFile(weft, request, reply, {
      key: objectKey,
      name: job.fileName,
      type: contentTypes[job.options.format],
    });
  });
}
