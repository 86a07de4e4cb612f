import type { FromClient } from "@weft/api/live";
import { fromClient, livePath } from "@weft/api/live";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { Language } from "@weft/model/texts/phrase";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import type { Actor } from "../actor.ts";
import { toProblem } from "../doors/problem-reply.ts";
import { checkShape } from "../doors/shape-faults.ts";
import { noteRefusal } from "../features/audit/audit.refusals.ts";
import type { Weft } from "../weft.ts";
import { closeListener } from "./listener.ts";
import { LiveConnection } from "./live-connection.ts";
import { LiveHub } from "./live-hub.ts";
import { findLiveActor, recheck } from "./recheck.ts";

/** Who lost their session, token or role without a word of it, as when the database was away, is dropped within this time. */
const recheckEveryMs = 2000;
const relieveEveryMs = 250;
const beatEveryMs = 30_000;

/** The socket door at `/live`: cookies, a bearer token or `?token=` say who it is; refused before it opens when nobody. */
export function registerLiveRoutes(app: FastifyInstance, weft: Weft): void {
  const hub = new LiveHub(weft);
  const actors = new WeakMap<FastifyRequest, Actor>();
  app.route({
    method: "GET",
    url: livePath,
    async preValidation(request) {
      if (request.headers.upgrade?.toLowerCase() !== "websocket")
        throw new Problem("request.not_found", phrase`This address speaks WebSocket only.`);
      const actor = await findLiveActor(weft, request);
      if (!actor) throw new Problem("auth.required", phrase`Sign in, or connect with ?token=….`);
      actors.set(request, actor);
    },
    handler: (_, reply) => reply.callNotFound(),
    wsHandler: (socket, request) => serve(weft, hub, socket, request, actors.get(request) as Actor),
  });
  const timers = [
    setInterval(() => void recheck(weft, hub), recheckEveryMs),
    setInterval(() => hub.relieve(), relieveEveryMs),
    setInterval(() => hub.connections.forEach((connection) => connection.beat()), beatEveryMs),
  ];
  for (const timer of timers) timer.unref();
  app.addHook("onClose", async () => {
    timers.forEach(clearInterval);
    await closeListener(weft);
  });
}

function serve(weft: Weft, hub: LiveHub, socket: WebSocket, request: FastifyRequest, actor: Actor): void {
  const connection = new LiveConnection(socket, request, actor);
  // Messages are taken one after another: an unwatch never overtakes the watch before it.
  let turn = hub.open(connection).catch((error: unknown) => {
    request.log.warn({ err: error }, "live connection cannot be served");
    socket.close(1013, "the database does not answer: connect again");
  });
  socket.on("message", (data) => {
    turn = turn.then(() => answer(weft, hub, connection, String(data)));
  });
  socket.on("close", () => hub.close(connection));
  socket.on("error", (error) => request.log.debug({ err: error }, "live connection broke"));
}

async function answer(weft: Weft, hub: LiveHub, connection: LiveConnection, text: string): Promise<void> {
  let message: FromClient | null = null;
  try {
    message = readMessage(text, connection.actor.language);
    await hub.handle(connection, message);
  } catch (error) {
    if (message) await noteRefusal(weft, connection.actor, { call: `live.${message.type}`, params: message }, error);
    const problem = toProblem(error);
    if (problem.status >= 500) connection.request.log.error({ err: error }, "live message failed");
    connection.refuse(problem);
  }
}

function readMessage(text: string, language: Language) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem("request.invalid", phrase`A message must be JSON.`);
  }
  const faults: Fault[] = [];
  const message = checkShape(fromClient, value, language, faults);
  if (message) return message;
  const told = faults.map(({ path, message }) => phrase`${path}: ${message}`);
  throw new Problem("request.invalid", phrase`This message has faults: ${listed(told, phrase`; `)}`);
}
