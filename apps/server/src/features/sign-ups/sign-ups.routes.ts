import * as contract from "@weft/api/sign-ups";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { approveSignUp, confirmSignUp, listSignUps, refuseSignUp } from "./sign-ups.actions.ts";

/** Opens the doors of accounts that were asked for and are none yet. */
export function registerSignUpRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listSignUps, ({ actor }) => listSignUps(weft, actor));
  route(app, weft, contract.approveSignUp, ({ actor, params }) => approveSignUp(weft, actor, params.signUpId));
  route(app, weft, contract.refuseSignUp, ({ actor, params }) => refuseSignUp(weft, actor, params.signUpId));
  route(app, weft, contract.confirmSignUp, ({ body }) => confirmSignUp(weft, body));
}
