import type { ProblemBody } from "@weft/api/problems";
import { Problem, problemCodes } from "@weft/api/problems";
import { isRowTooBig } from "../database/row-too-big.ts";
import { LimitReached } from "../features/limits/limits.ts";
import type { FastifyError, FastifyInstance } from "fastify";

/** The one place where what was thrown becomes `application/problem+json`; what is not a Problem is a bug: logged whole, told neutrally. */
export function addProblemReplies(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500) request.log.error({ err: error }, "request failed");
    if (problem instanceof LimitReached) reply.header("retry-after", problem.retryAfterSeconds);
    void reply.status(problem.status).type("application/problem+json").send(problemBody(problem, request.id));
  });
  app.setNotFoundHandler((request, reply) => {
    const problem = new Problem(
      "request.not_found",
      `There is nothing at ${request.method} ${request.url.split("?")[0]}.`,
    );
    void reply.status(404).type("application/problem+json").send(problemBody(problem, request.id));
  });
}

/** The body of an error answer (RFC 9457). */
export function problemBody(problem: Problem, requestId?: string): ProblemBody {
  const { status, title } = problemCodes[problem.code];
  return {
    type: "about:blank",
    title,
    status,
    code: problem.code,
    detail: problem.message,
    requestId,
    errors: problem.issues,
  };
}

const databaseDown = new Set(["ECONNREFUSED", "ECONNRESET", "57P01", "57P02", "57P03", "08006", "08001", "53300"]);

/** Any error as a Problem: ours as they are, Fastify's and PostgreSQL's known ones translated, the rest neutral. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string };
  if (statusCode === 413) return new Problem("request.too_large", "The body is larger than this call takes.");
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new Problem("request.invalid", message ?? "The request cannot be read.");
  if (code && databaseDown.has(code))
    return new Problem("database.unavailable", "The database does not answer just now; try again in a moment.");
  if (code === "ENOSPC" || code === "53100")
    return new Problem("storage.full", "The disk is full: free some space and try again; nothing was lost.");
  if (isRowTooBig(error))
    return new Problem(
      "row.invalid",
      "Nothing was written: a row would be too big for the database, which keeps about 8 kB of short cells in a row. Shorten or empty some of its cells, or spread its fields over two tables.",
    );
  return new Problem(
    "server.failed",
    "Something went wrong here. It has been logged; try again, or tell the people who run this instance.",
  );
}
