import * as contract from "@weft/api/mails";
import { listMails as listContract } from "@weft/api/notices";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { listMails, retryMail, testMail } from "./mails.actions.ts";

/** Opens the doors of the outbox, for who runs the instance. */
export function registerMailRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, listContract, ({ actor, query }) => listMails(weft, actor, query));
  route(app, weft, contract.testMail, ({ actor, body }) => testMail(weft, actor, body));
  route(app, weft, contract.retryMail, ({ actor, params }) => retryMail(weft, actor, params.mailId));
}
