import * as contract from "@weft/api/providers";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { createProvider, deleteProvider, listProviders, updateProvider } from "./providers.actions.ts";
import { checkProvider } from "./providers.check.ts";

/** Opens the doors of sign-in providers, for who runs the instance. */
export function registerProviderRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listProviders, ({ actor }) => listProviders(weft, actor));
  route(app, weft, contract.createProvider, ({ actor, body }) => createProvider(weft, actor, body));
  route(app, weft, contract.updateProvider, ({ actor, params, body }) =>
    updateProvider(weft, actor, params.providerId, body),
  );
  route(app, weft, contract.deleteProvider, ({ actor, params }) => deleteProvider(weft, actor, params.providerId));
  route(app, weft, contract.testProvider, ({ actor, params }) => checkProvider(weft, actor, params.providerId));
}
