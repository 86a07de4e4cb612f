import * as contract from "@weft/api/invitations";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  readInvitation,
  resendInvitation,
  withdrawInvitation,
} from "./invitations.actions.ts";

/** Opens the doors of invitations: of those who send them, and of those who hold one. */
export function registerInvitationRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listInvitations, ({ actor, params }) => listInvitations(weft, actor, params.workspaceId));
  route(app, weft, contract.createInvitation, ({ actor, params, body }) =>
    createInvitation(weft, actor, params.workspaceId, body),
  );
  route(app, weft, contract.resendInvitation, ({ actor, params, body }) =>
    resendInvitation(weft, actor, params, body.days),
  );
  route(app, weft, contract.withdrawInvitation, ({ actor, params }) => withdrawInvitation(weft, actor, params));
  route(app, weft, contract.readInvitation, ({ body }) => readInvitation(weft, body.secret));
  route(app, weft, contract.acceptInvitation, ({ actor, body }) => acceptInvitation(weft, actor, body.secret));
}
