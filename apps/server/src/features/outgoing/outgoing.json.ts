import type { Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import { Problem } from "@weft/api/problems";
import { checkAddress, guardedLookup } from "./outgoing.ts";

/** What a program somewhere else is asked; answers are JSON. */
interface JsonQuestion {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
}

const bytesMax = 2 * 1024 * 1024;
const timeoutMs = 10_000;

/** Nothing of use came back; `why` says what. */
export class NoAnswer extends Error {
  readonly why: Phrase;
  constructor(why: Phrase) {
    super("no answer");
    this.why = why;
  }
}

/**
 * Asks a program whose address somebody typed or another program gave, behind the guard of `fetchOutgoing`; redirects
 * are not followed, as they would carry secrets on. Throws url.refused or `NoAnswer`; any status is an answer.
 */
export async function askJson(
  address: string,
  question: JsonQuestion,
  privateHosts: readonly string[],
): Promise<{ status: number; body: unknown }> {
  const url = checkAddress(address, privateHosts);
  const { Agent, request } = await import("undici");
  const agent = new Agent({
    connect: { lookup: guardedLookup(privateHosts), timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: bytesMax,
  });
  try {
    const answer = await request(url, {
      ...question,
      method: question.method ?? "GET",
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { "user-agent": "Weft", accept: "application/json", ...question.headers },
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: readJson(text) };
  } catch (error) {
    throw toFault(error, url);
  } finally {
    await agent.destroy();
  }
}

/** undefined for what is no JSON, as an error page. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toFault(error: unknown, { host }: URL): Error {
  if (error instanceof Problem) return error;
  const { cause, code, name } = error as { cause?: unknown; code?: string; name?: string };
  if (cause instanceof Problem) return cause;
  if (code === "ENOTFOUND") return new NoAnswer(phrase`there is no host ${host}`);
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return new NoAnswer(phrase`${host} answers too much`);
  if (name === "TimeoutError" || code?.includes("TIMEOUT"))
    return new NoAnswer(phrase`${host} takes too long to answer`);
  return new NoAnswer(phrase`nothing answers at ${host}`);
}
