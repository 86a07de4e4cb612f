import * as contract from "@weft/api/instance-settings";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { listSettings, updateSettings } from "./settings.actions.ts";

/** Opens the doors of the settings, for who runs the instance. */
export function registerSettingRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listSettings, ({ actor }) => listSettings(weft, actor));
  route(app, weft, contract.updateSettings, ({ actor, body }) => updateSettings(weft, actor, body));
}
