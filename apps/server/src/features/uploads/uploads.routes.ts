import { createUpload, downloadUpload, getUpload } from "@weft/api/uploads";
import type { FastifyInstance } from "fastify";
import { acceptFiles } from "../../doors/file-body.ts";
import { sendFile } from "../../doors/send-file.ts";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import * as uploads from "./uploads.actions.ts";
import { toUpload } from "./uploads.store.ts";
import { registerTusRoutes } from "./uploads.tus.ts";

/** The doors of uploads: tus for big files, one call for small ones, and the file itself. */
export async function registerUploadRoutes(app: FastifyInstance, weft: Weft): Promise<void> {
  await registerTusRoutes(app, weft);
  route(app, weft, getUpload, async ({ actor, params }) =>
    toUpload(await uploads.getUpload(weft, actor, params.uploadId, "upload.read")),
  );
  route(app, weft, downloadUpload, async ({ actor, params, request, reply }) => {
    const upload = await uploads.getWholeUpload(weft, actor, params.uploadId);
    return sendFile(weft, request, reply, { key: upload.object_key, name: upload.name });
  });
  acceptFiles(app, (scope) => {
    route(scope, weft, createUpload, async ({ actor, params, query, request }) =>
      toUpload(
        await uploads.storeUpload(weft, actor, {
          workspaceId: params.workspaceId,
          name: query.name,
          body: request.raw,
        }),
      ),
    );
  });
}
