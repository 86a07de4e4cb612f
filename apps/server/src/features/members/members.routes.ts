import * as contract from "@weft/api/members";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { leaveWorkspace, listMembers, putAttributes, removeMember, updateMember } from "./members.actions.ts";

/** Opens the doors of a workspace's members. */
export function registerMemberRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listMembers, ({ actor, params }) => listMembers(weft, actor, params.workspaceId));
  route(app, weft, contract.updateMember, ({ actor, params, body }) => updateMember(weft, actor, params, body.role));
  route(app, weft, contract.putAttributes, ({ actor, params, body }) =>
    putAttributes(weft, actor, params, body.attributes),
  );
  route(app, weft, contract.removeMember, ({ actor, params }) => removeMember(weft, actor, params));
  route(app, weft, contract.leaveWorkspace, ({ actor, params }) => leaveWorkspace(weft, actor, params.workspaceId));
}
