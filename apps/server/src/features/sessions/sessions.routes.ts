import * as contract from "@weft/api/sessions";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { sessionTokenOf } from "../people/people.cookies.ts";
import { endOtherSessions, endSession, listSessions } from "./sessions.actions.ts";

/** Opens the doors of one's own sessions. */
export function registerSessionRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listSessions, ({ actor, request }) =>
    listSessions(weft, actor, sessionTokenOf(weft, request)),
  );
  route(app, weft, contract.endSession, ({ actor, params }) => endSession(weft, actor, params.sessionId));
  route(app, weft, contract.endOtherSessions, ({ actor, request }) =>
    endOtherSessions(weft, actor, sessionTokenOf(weft, request)),
  );
}
