import * as contract from "@weft/api/bases";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { createBase, deleteBase, duplicateBase, getBase, listBases, restoreBase, updateBase } from "./bases.actions.ts";

/** Opens the doors of bases. */
export function registerBaseRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listBases, ({ actor, params }) => listBases(weft, actor, params.workspaceId));
  route(app, weft, contract.createBase, ({ actor, params, body }) => createBase(weft, actor, params.workspaceId, body));
  route(app, weft, contract.getBase, ({ actor, params }) => getBase(weft, actor, params.baseId));
  route(app, weft, contract.updateBase, ({ actor, params, body }) => updateBase(weft, actor, params.baseId, body));
  route(app, weft, contract.duplicateBase, ({ actor, params, body }) =>
    duplicateBase(weft, actor, params.baseId, body),
  );
  route(app, weft, contract.deleteBase, ({ actor, params }) => deleteBase(weft, actor, params.baseId));
  route(app, weft, contract.restoreBase, ({ actor, params }) => restoreBase(weft, actor, params.baseId));
}
