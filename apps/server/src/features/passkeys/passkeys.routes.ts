import * as contract from "@weft/api/passkeys";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import {
  askForPasskey,
  createPasskey,
  deletePasskey,
  listPasskeys,
  preparePasskey,
  renamePasskey,
  signInByPasskey,
} from "./passkeys.actions.ts";

/** Opens the doors of passkeys: one's own, and signing in with one. */
export function registerPasskeyRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listPasskeys, ({ actor }) => listPasskeys(weft, actor));
  route(app, weft, contract.preparePasskey, async ({ actor, body, request, reply }) => {
    const { options, cookies } = await preparePasskey(weft, request, actor, body.password);
    reply.header("set-cookie", cookies);
    return { options };
  });
  route(app, weft, contract.createPasskey, ({ actor, body, request }) => createPasskey(weft, request, actor, body));
  route(app, weft, contract.renamePasskey, ({ actor, body, params }) =>
    renamePasskey(weft, actor, params.passkeyId, body.name),
  );
  route(app, weft, contract.deletePasskey, ({ actor, params }) => deletePasskey(weft, actor, params.passkeyId));
  route(app, weft, contract.askForPasskey, async ({ request, reply }) => {
    const { options, cookies } = await askForPasskey(weft, request);
    reply.header("set-cookie", cookies);
    return { options };
  });
  route(app, weft, contract.signInByPasskey, async ({ body, request, reply }) => {
    const { me, cookies } = await signInByPasskey(weft, request, body);
    reply.header("set-cookie", cookies);
    return { me };
  });
}
