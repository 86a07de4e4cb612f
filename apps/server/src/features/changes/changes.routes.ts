import * as contract from "@weft/api/changes";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { listChanges } from "./changes.actions.ts";
import { undoChange } from "./changes.undo.ts";

/** The HTTP doors of the change log. */
export function registerChangeRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listChanges, ({ actor, params, query }) => listChanges(weft, actor, params.tableId, query));
  route(app, weft, contract.undoChange, ({ actor, params }) => undoChange(weft, actor, params.tableId, params.number));
}
