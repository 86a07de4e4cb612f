import * as contract from "@weft/api/instance";
import * as workspacesContract from "@weft/api/instance-workspaces";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { getHealth, getPulse } from "./instance.actions.ts";
import { getStorage } from "./instance.storage.ts";
import { listInstanceMembers, listInstanceWorkspaces } from "./instance.workspaces.ts";

/** Opens the doors where those who run the instance look after it. */
export function registerInstanceRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.getHealth, ({ actor }) => getHealth(weft, actor));
  route(app, weft, contract.getPulse, ({ actor, query }) => getPulse(weft, actor, query.since));
  route(app, weft, contract.getStorage, ({ actor }) => getStorage(weft, actor));
  route(app, weft, workspacesContract.listInstanceWorkspaces, ({ actor, query }) =>
    listInstanceWorkspaces(weft, actor, query),
  );
  route(app, weft, workspacesContract.listInstanceMembers, ({ actor, params }) =>
    listInstanceMembers(weft, actor, params.workspaceId),
  );
}
