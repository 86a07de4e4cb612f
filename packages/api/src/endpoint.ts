import type { Permission } from "@weft/model/permissions";
import type { z } from "zod";
import type { ProblemCode } from "./problems.ts";

/** Who may call an endpoint at all: anybody, a signed-in person only, or a person or a token of theirs. */
export type Access = "public" | "session" | "any";

/** One thing a program can ask of Weft: server, client and docs share this object. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  /** `noun.verb`, unique; also the operationId in OpenAPI. */
  name: string;
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below /api/v1, with `:name` for parameters. */
  path: string;
  /** One sentence for the docs page. */
  summary: string;
  access: Access;
  /** What the action behind it asks for; null when it only touches the caller's own things. */
  permission: Permission | null;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Absent = 204 without a body. `stream` endpoints answer bytes or events instead of JSON. */
  reply?: Reply;
  stream?: "file" | "events";
  /** Heeds an Idempotency-Key, as every POST for persons and tokens does anyway. */
  once?: true;
  /** HTTP status of success; 200 (204 without reply) when absent. */
  status?: number;
  /** Problems a caller should expect besides the common ones. */
  problems?: readonly ProblemCode[];
}

/** Declares an endpoint, keeping the exact types of its shapes. */
export function endpoint<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Reply extends z.ZodType = z.ZodUndefined,
>(definition: Endpoint<Params, Query, Body, Reply>): Endpoint<Params, Query, Body, Reply> {
  return definition;
}

export type ParamsOf<E> = E extends Endpoint<infer P, z.ZodType, z.ZodType, z.ZodType> ? z.output<P> : never;
export type QueryOf<E> = E extends Endpoint<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.output<Q> : never;
export type BodyOf<E> = E extends Endpoint<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.output<B> : never;
export type ReplyOf<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never;
export type QueryInput<E> = E extends Endpoint<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.input<Q> : never;
export type BodyInput<E> = E extends Endpoint<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.input<B> : never;
