import * as contract from "@weft/api/usage";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { getUsage } from "./usage.actions.ts";

/** Opens the door to what a workspace uses. */
export function registerUsageRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.getUsage, ({ actor, params }) => getUsage(weft, actor, params.workspaceId));
}
