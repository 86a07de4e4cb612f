import { Problem } from "@weft/api/problems";

/** How a command ends: all well, failed, wrongly called, or loaded with rejected rows. */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2, rejects: 3 } as const;

/** The command was called wrongly: exit code 2 and a pointer to its help. */
export class WrongUse extends Error {}

/** Something expected did not go: exit code 1, the text says what to do. */
export class Failure extends Error {}

/** One sentence for the person, whatever was thrown. */
export function explain(error: unknown, url: string | null): string {
  if (error instanceof WrongUse || error instanceof Failure) return error.message;
  if (error instanceof Problem) return explainProblem(error, url);
  // Replies are JSON; what else is read as such is checked where it is read.
  if (error instanceof SyntaxError)
    return `What answers at ${url ?? "the address"} is not Weft: it answers something else than JSON. Check the address.`;
  const { cause, message } = error as { cause?: { code?: string }; message?: string };
  const code = cause?.code ?? (error as { code?: string }).code;
  if (code && ["ECONNREFUSED", "ENOTFOUND", "ECONNRESET", "EHOSTUNREACH", "UND_ERR_SOCKET"].includes(code))
    return `Nothing answers at ${url ?? "the address"} (${code}). Is Weft running there? Start it with \`npm start\`, or set another address with --url or WEFT_URL.`;
  return message ?? String(error);
}

function explainProblem(problem: Problem, url: string | null): string {
  const faults = problem.issues.map((issue) => `\n  ${issue.path ? `${issue.path}: ` : ""}${issue.message}`).join("");
  if (problem.code === "auth.required")
    return `The token is not valid at ${url}. Sign in again with \`weft login\`, or set WEFT_TOKEN.`;
  return problem.message + faults;
}
