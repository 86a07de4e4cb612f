import * as contract from "@weft/api/tokens";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { createToken, deleteToken, listTokens, signInForToken } from "./tokens.actions.ts";
import { createWorkspaceToken, deleteWorkspaceToken, listWorkspaceTokens } from "./tokens.of-workspace.ts";

/** Opens the doors of tokens. */
export function registerTokenRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listTokens, ({ actor }) => listTokens(weft, actor));
  route(app, weft, contract.createToken, ({ actor, body }) => createToken(weft, actor, body));
  route(app, weft, contract.signInForToken, ({ body, request }) => signInForToken(weft, request, body));
  route(app, weft, contract.deleteToken, ({ actor, params }) => deleteToken(weft, actor, params.tokenId));
  route(app, weft, contract.listWorkspaceTokens, ({ actor, params }) =>
    listWorkspaceTokens(weft, actor, params.workspaceId),
  );
  route(app, weft, contract.createWorkspaceToken, ({ actor, params, body }) =>
    createWorkspaceToken(weft, actor, params.workspaceId, body),
  );
  route(app, weft, contract.deleteWorkspaceToken, ({ actor, params }) =>
    deleteWorkspaceToken(weft, actor, params.workspaceId, params.tokenId),
  );
}
