import * as contract from "@weft/api/secrets";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import {
  createSecret,
  deleteSecret,
  listInstanceSecrets,
  listSecrets,
  rotateSecrets,
  updateSecret,
} from "./secrets.actions.ts";

/** Opens the doors of secrets that are kept by name, of the instance and of workspaces. */
export function registerSecretRoutes(app: FastifyInstance, weft: Weft): void {
  const ofInstance = (id: string) => ({ id, workspaceId: null });
  route(app, weft, contract.listSecrets, ({ actor }) => listInstanceSecrets(weft, actor));
  route(app, weft, contract.createSecret, ({ actor, body }) => createSecret(weft, actor, null, body));
  route(app, weft, contract.rotateSecrets, ({ actor }) => rotateSecrets(weft, actor));
  route(app, weft, contract.updateSecret, ({ actor, params, body }) =>
    updateSecret(weft, actor, ofInstance(params.secretId), body),
  );
  route(app, weft, contract.deleteSecret, ({ actor, params }) =>
    deleteSecret(weft, actor, ofInstance(params.secretId)),
  );
  route(app, weft, contract.listWorkspaceSecrets, ({ actor, params }) => listSecrets(weft, actor, params.workspaceId));
  route(app, weft, contract.createWorkspaceSecret, ({ actor, params, body }) =>
    createSecret(weft, actor, params.workspaceId, body),
  );
  route(app, weft, contract.updateWorkspaceSecret, ({ actor, params: { workspaceId, secretId }, body }) =>
    updateSecret(weft, actor, { id: secretId, workspaceId }, body),
  );
  route(app, weft, contract.deleteWorkspaceSecret, ({ actor, params: { workspaceId, secretId } }) =>
    deleteSecret(weft, actor, { id: secretId, workspaceId }),
  );
}
