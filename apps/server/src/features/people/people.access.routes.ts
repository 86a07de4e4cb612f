import * as accessContract from "@weft/api/people-access";
import * as linkContract from "@weft/api/password-links";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import {
  changeInstanceOwner,
  disablePerson,
  enablePerson,
  endPersonSessions,
  listPeople,
  resetSecondFactor,
  sendPasswordLink,
  unlockPerson,
} from "./people.access.ts";
import { askPasswordLink, sendVerification, setPassword, verifyEmail } from "./people.links.ts";

/** Opens the doors of mailed links, and those by which the owner shuts people out and lets them in. */
export function registerAccessRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, linkContract.askPasswordLink, ({ body, request }) => askPasswordLink(weft, request, body.email));
  route(app, weft, linkContract.setPassword, ({ body, request }) => setPassword(weft, request, body));
  route(app, weft, linkContract.sendVerification, ({ actor, request }) => sendVerification(weft, request, actor));
  route(app, weft, linkContract.verifyEmail, ({ body }) => verifyEmail(weft, body.secret));
  route(app, weft, accessContract.unlockPerson, ({ actor, body }) => unlockPerson(weft, actor, body.email));
  route(app, weft, accessContract.disablePerson, ({ actor, params }) => disablePerson(weft, actor, params.personId));
  route(app, weft, accessContract.enablePerson, ({ actor, params }) => enablePerson(weft, actor, params.personId));
  route(app, weft, accessContract.listPeople, ({ actor, query }) => listPeople(weft, actor, query));
  route(app, weft, accessContract.endPersonSessions, ({ actor, params }) =>
    endPersonSessions(weft, actor, params.personId),
  );
  route(app, weft, accessContract.resetSecondFactor, ({ actor, params }) =>
    resetSecondFactor(weft, actor, params.personId),
  );
  route(app, weft, accessContract.sendPasswordLink, ({ actor, params }) =>
    sendPasswordLink(weft, actor, params.personId),
  );
  route(app, weft, accessContract.setInstanceOwner, ({ actor, params, body }) =>
    changeInstanceOwner(weft, actor, params.personId, body.isInstanceOwner),
  );
}
