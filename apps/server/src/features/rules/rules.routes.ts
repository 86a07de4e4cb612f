import * as contract from "@weft/api/rules";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { getRules, previewRules, putRules } from "./rules.actions.ts";

/** Opens the doors of a table's rules: who sees and changes which fields and rows. */
export function registerRuleRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.getRules, ({ actor, params }) => getRules(weft, actor, params.tableId));
  route(app, weft, contract.putRules, ({ actor, params, body }) => putRules(weft, actor, params.tableId, body));
  route(app, weft, contract.previewRules, ({ actor, params, query }) =>
    previewRules(weft, actor, params.tableId, query.person),
  );
}
