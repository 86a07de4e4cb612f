import * as contract from "@weft/api/erasure";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { forgetSession } from "../people/people.cookies.ts";
import { eraseMyself, erasePerson, lookAtErasure, lookAtErasureOf } from "./erasure.actions.ts";

/** Opens the doors by which people are erased. */
export function registerErasureRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.lookAtErasure, ({ actor }) => lookAtErasure(weft, actor));
  route(app, weft, contract.eraseMyself, async ({ actor, body, request, reply }) => {
    await eraseMyself(weft, request, actor, body);
    reply.header("set-cookie", forgetSession(weft));
  });
  route(app, weft, contract.lookAtErasureOf, ({ actor, params }) => lookAtErasureOf(weft, actor, params.personId));
  route(app, weft, contract.erasePerson, ({ actor, params, body }) =>
    erasePerson(weft, actor, params.personId, body.email),
  );
}
