import type { Server } from "node:http";
import compress from "@fastify/compress";
import websocket from "@fastify/websocket";
import { makeId } from "@weft/model/ids";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import fastify, { LogController } from "fastify";
import { observeRequests } from "./doors/observe.ts";
import { addProblemReplies, refuseUnreadable } from "./doors/problem-reply.ts";
import { addSecurityHeaders } from "./doors/security-headers.ts";
import { registerAnnouncementRoutes } from "./features/announcements/announcements.routes.ts";
import { registerAuditRoutes } from "./features/audit/audit.routes.ts";
import { registerBaseRoutes } from "./features/bases/bases.routes.ts";
import { registerChangeRoutes } from "./features/changes/changes.routes.ts";
import { registerDocsRoutes } from "./features/docs/docs.routes.ts";
import { registerErasureRoutes } from "./features/erasure/erasure.routes.ts";
import { registerExportRoutes } from "./features/exports/exports.routes.ts";
import { registerFieldRoutes } from "./features/fields/fields.routes.ts";
import { registerGrantRoutes } from "./features/grants/grants.routes.ts";
import { registerHandInRoutes } from "./features/hand-ins/hand-ins.routes.ts";
import { registerImportRoutes } from "./features/imports/imports.routes.ts";
import { registerInstanceRoutes } from "./features/instance/instance.routes.ts";
import { registerInvitationRoutes } from "./features/invitations/invitations.routes.ts";
import { registerLimitRoutes } from "./features/limits/limits.routes.ts";
import { registerMailRoutes } from "./features/mails/mails.routes.ts";
import { registerMemberRoutes } from "./features/members/members.routes.ts";
import { registerNoticeRoutes } from "./features/notices/notices.routes.ts";
import { registerOrphanRoutes } from "./features/orphans/orphans.routes.ts";
import { registerAccessRoutes } from "./features/people/people.access.routes.ts";
import { registerPasskeyRoutes } from "./features/passkeys/passkeys.routes.ts";
import { registerPeopleRoutes } from "./features/people/people.routes.ts";
import { registerProviderRoutes } from "./features/providers/providers.routes.ts";
import { registerQueueRoutes } from "./features/queue/queue.routes.ts";
import { registerSecretRoutes } from "./features/secrets/secrets.routes.ts";
import { registerSettingRoutes } from "./features/settings/settings.routes.ts";
import { registerShippingRoutes } from "./features/shipping/shipping.routes.ts";
import { registerRowRoutes } from "./features/rows/rows.routes.ts";
import { registerRuleRoutes } from "./features/rules/rules.routes.ts";
import { registerSignUpRoutes } from "./features/sign-ups/sign-ups.routes.ts";
import { registerSignInRoutes } from "./features/sign-in/sign-in.routes.ts";
import { registerSecondFactorRoutes } from "./features/second-factor/second-factor.routes.ts";
import { registerSessionRoutes } from "./features/sessions/sessions.routes.ts";
import { registerTakeAlongRoutes } from "./features/take-along/take-along.routes.ts";
import { registerTableRoutes } from "./features/tables/tables.routes.ts";
import { registerTeamRoutes } from "./features/teams/teams.routes.ts";
import { registerTokenRoutes } from "./features/tokens/tokens.routes.ts";
import { registerUploadRoutes } from "./features/uploads/uploads.routes.ts";
import { registerUsageRoutes } from "./features/usage/usage.routes.ts";
import { registerWorkspaceRoutes } from "./features/workspaces/workspaces.routes.ts";
import { registerLiveRoutes } from "./live/live.routes.ts";
import type { Weft } from "./weft.ts";

/** Bodies of ordinary calls; files come by other doors. */
const bodyBytesMax = 32 * 1024 * 1024;

/** What a client says on the live socket is short. */
const liveMessageBytesMax = 64 * 1024;

/** How long connections that still send or listen are left when the api stops, and how often the others are closed. */
const graceMs = 2000;
const idleMs = 50;

/** The api as one Fastify app, not yet listening. Each feature opens its doors here. */
export async function buildApp(weft: Weft): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: weft.log as FastifyBaseLogger,
    bodyLimit: bodyBytesMax,
    // Filters travel in the address.
    http: { maxHeaderSize: 64 * 1024 },
    genReqId: () => makeId("token").replace("tok", "req"),
    requestIdHeader: "x-request-id",
    trustProxy: weft.config.trustedProxies.length > 0 ? weft.config.trustedProxies : false,
    // One line an event: `observeRequests` writes it.
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuseUnreadable(weft),
  });
  addProblemReplies(app);
  addSecurityHeaders(app, weft);
  observeRequests(app, weft);
  await app.register(compress, { encodings: ["br", "gzip"] });
  await app.register(websocket, { options: { maxPayload: liveMessageBytesMax } });
  app.addHook("preClose", async () => letConnectionsEnd(app.server));
  app.addHook("onSend", async (request, reply) => void reply.header("x-request-id", request.id));
  registerPeopleRoutes(app, weft);
  registerSignInRoutes(app, weft);
  registerProviderRoutes(app, weft);
  registerAccessRoutes(app, weft);
  registerTakeAlongRoutes(app, weft);
  registerErasureRoutes(app, weft);
  registerSessionRoutes(app, weft);
  registerSecondFactorRoutes(app, weft);
  registerPasskeyRoutes(app, weft);
  registerTokenRoutes(app, weft);
  registerWorkspaceRoutes(app, weft);
  registerMemberRoutes(app, weft);
  registerInvitationRoutes(app, weft);
  registerSignUpRoutes(app, weft);
  registerUsageRoutes(app, weft);
  registerTeamRoutes(app, weft);
  registerGrantRoutes(app, weft);
  registerRuleRoutes(app, weft);
  registerBaseRoutes(app, weft);
  registerTableRoutes(app, weft);
  registerRowRoutes(app, weft);
  registerChangeRoutes(app, weft);
  registerLiveRoutes(app, weft);
  registerFieldRoutes(app, weft);
  registerExportRoutes(app, weft);
  registerDocsRoutes(app, weft);
  await registerUploadRoutes(app, weft);
  registerImportRoutes(app, weft);
  registerHandInRoutes(app, weft);
  registerNoticeRoutes(app, weft);
  registerAnnouncementRoutes(app, weft);
  registerMailRoutes(app, weft);
  registerAuditRoutes(app, weft);
  registerShippingRoutes(app, weft);
  registerSecretRoutes(app, weft);
  registerLimitRoutes(app, weft);
  registerInstanceRoutes(app, weft);
  registerSettingRoutes(app, weft);
  registerOrphanRoutes(app, weft);
  registerQueueRoutes(app, weft);
  return app;
}

/**
 * Whoever still sends or listens when the api stops gets a moment. Node closes what is idle only once, at the beginning:
 * a connection whose answer ends a moment later would be kept alive, by both ends, until it is cut.
 */
function letConnectionsEnd(server: Server): void {
  const closeIdle = setInterval(() => server.closeIdleConnections(), idleMs).unref();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs).unref();
  server.once("close", () => {
    clearInterval(closeIdle);
    clearTimeout(cut);
  });
}
