import * as contract from "@weft/api/workspaces";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { createWorkspace, getWorkspace, listWorkspaces, updateWorkspace } from "./workspaces.actions.ts";

/** Opens the doors of workspaces. */
export function registerWorkspaceRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listWorkspaces, ({ actor }) => listWorkspaces(weft, actor));
  route(app, weft, contract.createWorkspace, ({ actor, body }) => createWorkspace(weft, actor, body.name));
  route(app, weft, contract.getWorkspace, ({ actor, params }) => getWorkspace(weft, actor, params.workspaceId));
  route(app, weft, contract.updateWorkspace, ({ actor, params, body }) =>
    updateWorkspace(weft, actor, params.workspaceId, body.name),
  );
}
