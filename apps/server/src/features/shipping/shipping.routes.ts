import * as contract from "@weft/api/audit-targets";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { createTarget, deleteTarget, listTargets, resumeTarget, testTarget, updateTarget } from "./shipping.actions.ts";

/** Opens the doors of where the audit trail is sent besides. */
export function registerShippingRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listAuditTargets, ({ actor }) => listTargets(weft, actor));
  route(app, weft, contract.createAuditTarget, ({ actor, body }) => createTarget(weft, actor, body));
  route(app, weft, contract.updateAuditTarget, ({ actor, params, body }) =>
    updateTarget(weft, actor, params.targetId, body),
  );
  route(app, weft, contract.deleteAuditTarget, ({ actor, params }) => deleteTarget(weft, actor, params.targetId));
  route(app, weft, contract.testAuditTarget, ({ actor, params }) => testTarget(weft, actor, params.targetId));
  route(app, weft, contract.resumeAuditTarget, ({ actor, params }) => resumeTarget(weft, actor, params.targetId));
}
