import * as contract from "@weft/api/hand-ins";
import type { FastifyInstance } from "fastify";
import { route } from "../../doors/route.ts";
import type { Weft } from "../../weft.ts";
import { closeHandIn, createHandIn, getHandIn, listHandIns, updateHandIn } from "./hand-ins.actions.ts";
import { acceptSubmission, sendBack } from "./hand-ins.deciding.ts";
import { listRounds, moveRound, openNextRound, remindRound } from "./hand-ins.rounds.ts";
import { getSubmission, handIn, listOwed, listSubmissions } from "./hand-ins.submissions.ts";
import { sendTemplate } from "./hand-ins.template.ts";
import { findUnable } from "./hand-ins.unable.ts";

/** Opens the doors of hand-ins: for those who ask for them, and for those who owe them. */
export function registerHandInRoutes(app: FastifyInstance, weft: Weft): void {
  route(app, weft, contract.listHandIns, ({ actor, params }) => listHandIns(weft, actor, params.workspaceId));
  route(app, weft, contract.createHandIn, ({ actor, params, body }) =>
    createHandIn(weft, actor, params.workspaceId, body),
  );
  route(app, weft, contract.getHandIn, ({ actor, params }) => getHandIn(weft, actor, params.handInId));
  route(app, weft, contract.updateHandIn, ({ actor, params, body }) =>
    updateHandIn(weft, actor, params.handInId, body),
  );
  route(app, weft, contract.closeHandIn, ({ actor, params }) => closeHandIn(weft, actor, params.handInId));
  route(app, weft, contract.listRounds, ({ actor, params, query }) =>
    listRounds(weft, actor, params.handInId, query.limit),
  );
  route(app, weft, contract.openNextRound, ({ actor, params }) => openNextRound(weft, actor, params.handInId));
  route(app, weft, contract.listSubmissions, ({ actor, params, query }) =>
    listSubmissions(weft, actor, params.handInId, query),
  );
  route(app, weft, contract.remindRound, ({ actor, params, body }) => remindRound(weft, actor, params.roundId, body));
  route(app, weft, contract.moveRound, ({ actor, params, body }) => moveRound(weft, actor, params.roundId, body.dueOn));
  route(app, weft, contract.checkDebtors, ({ actor, params, body }) =>
    findUnable(weft, actor, params.workspaceId, body),
  );
  route(app, weft, contract.listOwed, ({ actor }) => listOwed(weft, actor));
  route(app, weft, contract.getSubmission, ({ actor, params }) => getSubmission(weft, actor, params.submissionId));
  route(app, weft, contract.downloadTemplate, ({ actor, params, query, request, reply }) =>
    sendTemplate(weft, actor, { ...params, ...query }, { request, reply }),
  );
  route(app, weft, contract.handInFile, ({ actor, params, body }) => handIn(weft, actor, params.submissionId, body));
  route(app, weft, contract.acceptSubmission, ({ actor, params }) =>
    acceptSubmission(weft, actor, params.submissionId),
  );
  route(app, weft, contract.sendBackSubmission, ({ actor, params, body }) =>
    sendBack(weft, actor, params.submissionId, body.comment),
  );
}
