import * as contract from "@weft/api/sign-in";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { beginSignIn, finishSignIn, listSignIns } from "./sign-in.actions.ts";
import { giveSignInCode } from "./sign-in.code.ts";
import { disconnectProvider, listConnections } from "./sign-in.connections.ts";

/** Opens the doors of signing in with a provider. */
export function registerSignInRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listSignIns, () => listSignIns(weft));
  route(app, weft, contract.startSignIn, async ({ params, body, request, reply }) => {
    const { url, cookie } = await beginSignIn(weft, request, params.providerId, { ...body, personId: null });
    reply.header("set-cookie", cookie);
    return { url };
  });
  route(app, weft, contract.connectProvider, async ({ actor, params, body, request, reply }) => {
    const wish = { ...body, personId: actor.personId };
    const { url, cookie } = await beginSignIn(weft, request, params.providerId, wish);
    reply.header("set-cookie", cookie);
    return { url };
  });
  route(app, weft, contract.listConnections, ({ actor }) => listConnections(weft, actor));
  route(app, weft, contract.disconnectProvider, ({ actor, params }) =>
    disconnectProvider(weft, actor, params.connectionId),
  );
  route(app, weft, contract.finishSignIn, async ({ actor, body, request, reply }) => {
    const { cookies, ...answer } = await finishSignIn(weft, request, actor, body);
    reply.header("set-cookie", cookies);
    return answer;
  });
  route(app, weft, contract.giveSignInCode, async ({ body, request, reply }) => {
    reply.header("set-cookie", await giveSignInCode(weft, request, body.code));
  });
}
