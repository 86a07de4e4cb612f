import * as contract from "@weft/api/tokens";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { createToken, deleteToken, listTokens, signInForToken } from "./tokens.actions.ts";

/** Opens the doors of tokens. */
export function registerTokenRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listTokens, ({ actor }) => listTokens(weft, actor));
  route(app, weft, contract.createToken, ({ actor, body }) => createToken(weft, actor, body));
  route(app, weft, contract.signInForToken, ({ body, request }) => signInForToken(weft, request, body));
  route(app, weft, contract.deleteToken, ({ actor, params }) => deleteToken(weft, actor, params.tokenId));
}
