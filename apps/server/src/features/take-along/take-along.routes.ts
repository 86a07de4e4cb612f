import * as contract from "@weft/api/take-along";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import { sendFile } from "../../doors/send-file.ts";
import type { Weft } from "../../weft.ts";
import { createTakeAlong, findTakeAlongFile, getTakeAlong } from "./take-along.actions.ts";

/** Opens the doors by which people take their data along. */
export function registerTakeAlongRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.createTakeAlong, ({ actor }) => createTakeAlong(weft, actor));
  route(app, weft, contract.getTakeAlong, ({ actor }) => getTakeAlong(weft, actor));
  route(app, weft, contract.downloadTakeAlong, async ({ actor, request, reply }) =>
    sendFile(weft, request, reply, { ...(await findTakeAlongFile(weft, actor)), type: "application/zip" }),
  );
}
