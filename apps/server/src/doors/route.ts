import type { BodyOf, Endpoint, ParamsOf, QueryOf, ReplyOf } from "@weft/api/endpoint";
import type { Fault } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { scopesMay } from "@weft/model/permissions";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Actor } from "../actor.ts";
import { noteRefusal } from "../features/audit/audit.refusals.ts";
import { answerOnce } from "../features/idempotency/idempotency.ts";
import { countAgainstLimit } from "../features/limits/limits.ts";
import { findActor } from "../features/people/people.actors.ts";
import type { Weft } from "../weft.ts";
import { checkSigns } from "./kept-text.ts";
import { languageOf } from "./request-language.ts";
import { checkShape } from "./shape-faults.ts";

type AnyEndpoint = Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** What a handler gets: checked parts of the request, and who acts (never null unless the endpoint is public). */
export interface Call<E extends AnyEndpoint> {
  actor: E["access"] extends "public" ? Actor | null : Actor;
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Opens the HTTP door of an endpoint: finds the actor, checks scope and shapes (all faults at once), calls the action.
 * A `stream` handler sends through `reply` itself; whether the person may is asked in the action.
 */
export function route<E extends AnyEndpoint>(
  app: FastifyInstance,
  weft: Weft,
  endpoint: E,
  handle: (call: Call<E>) => Promise<ReplyOf<E> | FastifyReply | void>,
): void {
  app.route({
    method: endpoint.method,
    url: `/api/v1${endpoint.path}`,
    config: { endpoint },
    async handler(request, reply) {
      const actor = await findActor(weft, request);
      try {
        await admit(weft, endpoint, actor, request, reply);
        const parts = checkParts(endpoint, request);
        const work = async () => {
          const result = await handle({ actor, ...parts, request, reply } as Call<E>);
          return { status: endpoint.status ?? (endpoint.reply ? 200 : 204), reply: result };
        };
        const answer =
          actor && isRepeatable(endpoint) ? await answerOnce(weft, actor, request, reply, work) : await work();
        if (reply.sent || answer.reply === reply) return reply;
        return reply.status(answer.status).send(answer.reply ?? undefined);
      } catch (error) {
        await noteRefusal(weft, actor, { call: endpoint.name, params: request.params }, error);
        throw error;
      }
    },
  });
}

/** What an Idempotency-Key is heeded for: work that would be done twice. Answers with secrets are never kept. */
function isRepeatable(endpoint: AnyEndpoint): boolean {
  return endpoint.once ?? (endpoint.method === "POST" && endpoint.access === "any" && !endpoint.stream);
}

async function admit(
  weft: Weft,
  endpoint: AnyEndpoint,
  actor: Actor | null,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  await countAgainstLimit(weft, actor, request, reply);
  if (endpoint.access === "public") return;
  if (!actor) throw new Problem("auth.required", phrase`Sign in, or send a token as \`Authorization: Bearer …\`.`);
  if (actor.tokenScopes) {
    if (endpoint.access === "session")
      throw new Problem("auth.forbidden", phrase`A token cannot do this: sign in as a person.`);
    if (endpoint.permission && !scopesMay(actor.tokenScopes, endpoint.permission)) {
      throw new Problem(
        "auth.scope_missing",
        phrase`This token may ${listed(actor.tokenScopes)}; this call needs ${endpoint.permission}.`,
      );
    }
  }
}

function checkParts(endpoint: AnyEndpoint, request: FastifyRequest) {
  const faults: Fault[] = [];
  const check = (schema: z.ZodType | undefined, value: unknown) =>
    schema && checkShape(schema, value ?? {}, languageOf(request), faults);
  const parts = {
    params: check(endpoint.params, request.params),
    query: check(endpoint.query, request.query),
    body: check(endpoint.body, request.body),
  };
  if (faults.length === 0) for (const part of Object.values(parts)) checkSigns(part, [], faults);
  if (faults.length === 0) return parts;
  throw new Problem(
    "request.invalid",
    faults.length === 1
      ? phrase`One part of the request must be mended.`
      : phrase`${faults.length} parts of the request must be mended.`,
    faults,
  );
}
