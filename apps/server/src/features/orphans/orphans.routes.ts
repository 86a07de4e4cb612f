import * as contract from "@weft/api/orphans";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { clearOrphans, countOrphanFiles } from "./orphans.actions.ts";

/** Opens the doors where files that belong to nothing are counted and cleared. */
export function registerOrphanRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.countOrphans, ({ actor }) => countOrphanFiles(weft, actor));
  route(app, weft, contract.clearOrphans, ({ actor }) => clearOrphans(weft, actor));
}
