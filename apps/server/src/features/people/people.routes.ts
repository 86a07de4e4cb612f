import * as contract from "@weft/api/people";
import type { FastifyInstance } from "fastify";
import { languageOf } from "../../doors/request-language.ts";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { getSession, signUp, updateProfile } from "./people.actions.ts";
import { changePassword, closeSession, openSession, renewSession } from "./people.sessions.ts";

/** Opens the doors of sessions and profiles. Only here do cookies leave. */
export function registerPeopleRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.getSession, async ({ actor, request, reply }) => {
    if (actor && !actor.tokenId) reply.header("set-cookie", await renewSession(weft, request));
    return getSession(weft, actor, actor?.language ?? languageOf(request));
  });
  route(app, weft, contract.signUp, async ({ body, request, reply }) => {
    const { cookies, ...answer } = await signUp(weft, request, body);
    reply.header("set-cookie", cookies);
    return answer;
  });
  route(app, weft, contract.signIn, async ({ body, request, reply }) => {
    const { me, cookies } = await openSession(weft, request, body);
    reply.header("set-cookie", cookies);
    return { me };
  });
  route(app, weft, contract.signOut, async ({ request, reply }) => {
    reply.header("set-cookie", await closeSession(weft, request));
  });
  route(app, weft, contract.updateProfile, ({ actor, body }) => updateProfile(weft, actor, body));
  route(app, weft, contract.changePassword, async ({ actor, body, request, reply }) => {
    reply.header("set-cookie", await changePassword(weft, request, actor, body));
  });
}
