import * as contract from "@weft/api/limits";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { listLimits, updateLimits } from "./limits.actions.ts";

/** Opens the doors where the instance's owner sees and sets its limits. */
export function registerLimitRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listLimits, ({ actor }) => listLimits(weft, actor));
  route(app, weft, contract.updateLimits, ({ actor, body }) => updateLimits(weft, actor, body));
}
