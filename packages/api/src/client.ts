import type { z } from "zod";
import { phrase } from "@weft/model/texts/phrase";
import type { BodyInput, Endpoint, ReplyOf } from "./endpoint.ts";
import type { Fault, Issue, ProblemBody } from "./problems.ts";
import { Problem } from "./problems.ts";

export interface ClientOptions {
  /** Address of the instance without a trailing slash; "" in a browser on the same address. */
  url: string;
  /** A token's secret; absent in a browser, where the session cookie speaks. */
  token?: string;
  /** Added to every request, such as the visitor's cookie during server rendering. */
  headers?: Record<string, string>;
  fetch?: typeof fetch;
}

type InputOf<S> = S extends z.ZodUndefined ? undefined : S extends z.ZodType ? z.input<S> : undefined;
type Part<Key extends string, Value> = [Value] extends [undefined] ? { [K in Key]?: undefined } : { [K in Key]: Value };
type QueryPart<Value> = [Value] extends [undefined] ? { query?: undefined } : { query?: Value };

/** What a call is made of: only the parts its endpoint has. */
export type Input<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.ZodType>
    ? Part<"params", InputOf<P>> &
        QueryPart<InputOf<Q>> &
        Part<"body", InputOf<B>> & { headers?: Record<string, string>; signal?: AbortSignal }
    : never;

export interface Client {
  /** Calls an endpoint; throws a `Problem` with the server's code, text and faults, a `TypeError` where it is not reached. */
  call<E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType>>(
    endpoint: E,
    input: Input<E>,
  ): Promise<ReplyOf<E>>;
  /** The raw response of a `stream` endpoint, or of one whose body is a file. */
  open<E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType>>(
    endpoint: E,
    input: Omit<Input<E>, "body"> & { body?: BodyInput<E> | BodyInit },
  ): Promise<Response>;
  urlOf(endpoint: Endpoint, params?: Record<string, unknown>, query?: Record<string, unknown>): string;
}

interface RawInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** A typed client for every endpoint in this package. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch;

  async function open(endpoint: Endpoint, input: RawInput): Promise<Response> {
    const isJson = endpoint.body !== undefined && input.body !== undefined;
    const response = await send(options.url + pathOf(endpoint, input.params, input.query), {
      method: endpoint.method,
      headers: {
        ...options.headers,
        ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
        ...(isJson ? { "content-type": "application/json" } : {}),
        ...input.headers,
      },
      body: isJson ? JSON.stringify(input.body) : (input.body as BodyInit | undefined),
      signal: input.signal,
      credentials: "same-origin",
      ...(input.body instanceof ReadableStream ? { duplex: "half" } : {}),
    } as RequestInit);
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  return {
    open: open as Client["open"],
    async call(endpoint, input) {
      const response = await open(endpoint, input as RawInput);
      return (response.status === 204 ? undefined : await response.json()) as ReplyOf<typeof endpoint>;
    },
    urlOf: (endpoint, params, query) => options.url + pathOf(endpoint, params, query),
  };
}

function pathOf(endpoint: Endpoint, params: Record<string, unknown> = {}, query: Record<string, unknown> = {}): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null)
      search.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  return `/api/v1${path}${search.size > 0 ? `?${search}` : ""}`;
}

/** What a proxy answers when nobody is behind it. */
const nobodyThere = new Set([502, 503, 504]);

async function problemOf(response: Response): Promise<Error> {
  const body = (await response.json().catch(() => null)) as ProblemBody | null;
  if (body?.code) return new Problem(body.code, phrase`${body.detail}`, (body.errors ?? []).map(toFault));
  // As fetch does: the server itself was not reached.
  if (nobodyThere.has(response.status)) return new TypeError(`A proxy answered ${response.status} for the server.`);
  return new Problem(
    "server.failed",
    phrase`The server answered ${response.status} ${response.statusText} without saying why.`,
  );
}

/** What the server has said already, in the caller's language. */
function toFault({ path, message }: Issue): Fault {
  return { path, message: phrase`${message}` };
}
