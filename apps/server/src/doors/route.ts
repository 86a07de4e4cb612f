import type { BodyOf, Endpoint, ParamsOf, QueryOf, ReplyOf } from "@weft/api/endpoint";
import type { Issue } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { scopesMay } from "@weft/model/permissions";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Actor } from "../actor.ts";
import { answerOnce } from "../features/idempotency/idempotency.ts";
import { countAgainstLimit } from "../features/limits/limits.ts";
import { findActor } from "../features/people/people.actors.ts";
import type { Weft } from "../weft.ts";

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
      const actor = await actorFor(weft, endpoint, request, reply);
      const parts = checkParts(endpoint, request);
      const work = async () => {
        const result = await handle({ actor, ...parts, request, reply } as Call<E>);
        return { status: endpoint.status ?? (endpoint.reply ? 200 : 204), reply: result };
      };
      const answer =
        actor && isRepeatable(endpoint) ? await answerOnce(weft, actor, request, reply, work) : await work();
      if (reply.sent || answer.reply === reply) return reply;
      return reply.status(answer.status).send(answer.reply ?? undefined);
    },
  });
}

/** What an Idempotency-Key is heeded for: work that makes something. Answers with secrets are never kept. */
function isRepeatable(endpoint: AnyEndpoint): boolean {
  return endpoint.method === "POST" && endpoint.access === "any" && !endpoint.stream;
}

async function actorFor(
  weft: Weft,
  endpoint: AnyEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Actor | null> {
  const actor = await findActor(weft, request);
  await countAgainstLimit(weft, actor, request, reply);
  if (endpoint.access === "public") return actor;
  if (!actor) throw new Problem("auth.required", "Sign in, or send a token as `Authorization: Bearer …`.");
  if (actor.tokenScopes) {
    if (endpoint.access === "session")
      throw new Problem("auth.forbidden", "A token cannot do this: sign in as a person.");
    if (endpoint.permission && !scopesMay(actor.tokenScopes, endpoint.permission)) {
      throw new Problem(
        "auth.scope_missing",
        `This token may ${actor.tokenScopes.join(", ")}; this call needs ${endpoint.permission}.`,
      );
    }
  }
  return actor;
}

function checkParts(endpoint: AnyEndpoint, request: FastifyRequest) {
  const issues: Issue[] = [];
  const parts = {
    params: check("", endpoint.params, request.params, issues),
    query: check("", endpoint.query, request.query, issues),
    body: check("", endpoint.body, request.body, issues),
  };
  if (issues.length > 0) {
    throw new Problem(
      "request.invalid",
      `${issues.length === 1 ? "One part" : `${issues.length} parts`} of the request must be mended.`,
      issues,
    );
  }
  return parts;
}

function check(prefix: string, schema: z.ZodType | undefined, value: unknown, issues: Issue[]): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  issues.push(...result.error.issues.map((fault) => ({ path: prefix + fault.path.join("."), message: fault.message })));
  return undefined;
}
