import * as contract from "@weft/api/second-factor";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import {
  confirmSecondFactor,
  getSecondFactor,
  prepareSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from "./second-factor.actions.ts";

/** Opens the doors of one's own second factor. */
export function registerSecondFactorRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.getSecondFactor, ({ actor }) => getSecondFactor(weft, actor));
  route(app, weft, contract.prepareSecondFactor, ({ actor, body, request }) =>
    prepareSecondFactor(weft, request, actor, body.password),
  );
  route(app, weft, contract.confirmSecondFactor, ({ actor, body, request }) =>
    confirmSecondFactor(weft, request, actor, body.code),
  );
  route(app, weft, contract.renewRecoveryCodes, ({ actor, body, request }) =>
    renewRecoveryCodes(weft, request, actor, body.password),
  );
  route(app, weft, contract.removeSecondFactor, ({ actor, body, request }) =>
    removeSecondFactor(weft, request, actor, body.password),
  );
}
