import * as contract from "@weft/api/grants";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { deleteGrant, explainAccess, listGrants, putGrant } from "./grants.actions.ts";

/** Opens the doors of roles on bases and tables, and of the question why somebody has one. */
export function registerGrantRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listGrants, ({ actor, params }) => listGrants(weft, actor, params.thingId));
  route(app, weft, contract.putGrant, ({ actor, params, body }) => putGrant(weft, actor, params.thingId, body));
  route(app, weft, contract.deleteGrant, ({ actor, params }) =>
    deleteGrant(weft, actor, params.thingId, params.grantId),
  );
  route(app, weft, contract.explainAccess, ({ actor, params, query }) =>
    explainAccess(weft, actor, params.thingId, query),
  );
}
