import type { ProblemBody } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import { problemTitles } from "@weft/api/problem-titles";
import type { Language } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { isRowTooBig } from "../database/row-too-big.ts";
import { LimitReached } from "../features/limits/limits.ts";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { say } from "../language/say.ts";
import type { Weft } from "../weft.ts";
import { languageOf } from "./request-language.ts";
import { securityHeaders } from "./security-headers.ts";

/** The one place where what was thrown becomes `application/problem+json`; what is not a Problem is a bug: logged whole, told neutrally. */
export function addProblemReplies(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500 && !isBrokenOff(error, reply)) request.log.error({ err: error }, "request failed");
    if (problem instanceof LimitReached) reply.header("retry-after", problem.retryAfterSeconds);
    refuse(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const problem = new Problem(
      "request.not_found",
      phrase`There is nothing at ${request.method} ${request.url.split("?")[0] ?? ""}.`,
    );
    refuse(request, reply, problem);
  });
}

/** Whether somebody has gone away and what they asked for was broken off: no fault, and nobody hears the answer. */
function isBrokenOff({ name, code }: { name: string; code?: string }, reply: FastifyReply): boolean {
  return reply.raw.destroyed && (name === "AbortError" || code === "57014");
}

/** Answers a request of which not even the address can be read: no hook has seen it. */
export function refuseUnreadable(weft: Weft) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void =>
    refuse(request, reply.headers(securityHeaders(weft)), toProblem(error));
}

function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  const language = languageOf(request);
  void reply
    .status(problem.status)
    .type("application/problem+json")
    .header("content-language", language)
    .send(problemBody(problem, language, request.id));
}

/** The body of an error answer (RFC 9457) in the language of whoever reads it. */
export function problemBody(problem: Problem, language: Language, requestId?: string): ProblemBody {
  return {
    type: "about:blank",
    title: problemTitles[language][problem.code],
    status: problem.status,
    code: problem.code,
    detail: say(problem.text, language),
    requestId,
    errors: problem.faults.map(({ path, message }) => ({ path: say(path, language), message: say(message, language) })),
  };
}

const databaseDown = new Set(["ECONNREFUSED", "ECONNRESET", "57P01", "57P02", "57P03", "08006", "08001", "53300"]);

/** Any error as a Problem: ours as they are, Fastify's and PostgreSQL's known ones translated, the rest neutral. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string };
  if (statusCode === 413) return new Problem("request.too_large", phrase`The body is larger than this call takes.`);
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new Problem("request.invalid", message ? phrase`${message}` : phrase`The request cannot be read.`);
  if (code === "57014")
    return new Problem(
      "query.too_slow",
      phrase`Finding these rows took longer than is allowed here. Filter by fewer or more telling conditions, search for more letters, or sort by another field; whoever runs this instance can allow more time.`,
    );
  if (code && databaseDown.has(code))
    return new Problem("database.unavailable", phrase`The database does not answer just now; try again in a moment.`);
  if (code === "ENOSPC" || code === "53100")
    return new Problem("storage.full", phrase`The disk is full: free some space and try again; nothing was lost.`);
  if (isRowTooBig(error))
    return new Problem(
      "row.invalid",
      phrase`Nothing was written: a row would be too big for the database, which keeps about 8 kB of short cells in a row. Shorten or empty some of its cells, or spread its fields over two tables.`,
    );
  return new Problem(
    "server.failed",
    phrase`Something went wrong here. It has been logged; try again, or tell the people who run this instance.`,
  );
}
