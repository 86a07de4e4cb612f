import type { AuditAction, AuditKind } from "@weft/api/audit";
import type { Json } from "@weft/model/audit/canonical";
import type { FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import type { Actor, ActorOrigin } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { appendAudit } from "./audit.store.ts";

/** Who did it and from where; an actor is one. No person = nobody who is known here, or Weft itself. */
export interface AuditActor extends Partial<Pick<Actor, "tokenId">> {
  personId: string | null;
  requestId: string | null;
  from?: ActorOrigin | null;
}

/**
 * What is told. Name and workspace of workspaces, bases, tables and fields are looked up when they are not said. The name
 * of a person is theirs, and so is an invitation's: the address it went to.
 */
export interface AuditEvent {
  action: AuditAction;
  thing?: { kind: AuditKind; id: string | null; name?: string };
  workspaceId?: string | null;
  /** Never secrets; what is a person's own is wrapped in `Personal`. */
  before?: object | null;
  after?: object | null;
  /** How often it happened since it was told last; absent = once. */
  count?: number;
}

/** A value that belongs to a person: told by its digest, and erased with them. */
export class Personal {
  readonly of: string;
  readonly value: string;

  constructor(of: string, value: string) {
    this.of = of;
    this.value = value;
  }
}

/** An entry as it is handed to the database: `personal` lists what of it is told by digest, null = the person's name. */
export interface ToldEntry {
  entry: { [key: string]: Json };
  personal: { path: string[]; of: string; value: string | null }[];
}

/** Whose addresses are told where nobody is known. */
const nobody = "nobody";
const textLengthMax = 300;

/**
 * Writes an entry of the audit trail in the transaction of what it tells. Call it last: until the commit nobody else
 * can write one. In a transaction that is not `read committed`, write it after that one instead.
 */
export async function recordAudit(db: Kysely<WeftTables>, who: AuditActor, event: AuditEvent): Promise<void> {
  await appendAudit(db, tellEntry(who, event));
}

/** Who sends a request that has no actor (yet), such as a sign-in. */
export function senderOf(request: FastifyRequest, personId: string | null): AuditActor {
  return { personId, requestId: request.id, from: originOf(request) };
}

/** Where a request comes from. */
export function originOf(request: FastifyRequest): ActorOrigin {
  return { address: request.ip, userAgent: request.headers["user-agent"]?.slice(0, textLengthMax) ?? null };
}

/** What of an event is written, and what of it is personal. */
export function tellEntry(who: AuditActor, event: AuditEvent): ToldEntry {
  const personal: ToldEntry["personal"] = [];
  const own = (value: string | null | undefined) => (value ? new Personal(who.personId ?? nobody, value) : null);
  const { thing } = event;
  const told = {
    actor: who.personId ? { person: who.personId, name: null, token: who.tokenId ?? null } : null,
    action: event.action,
    thing: thing ? { kind: thing.kind, id: thing.id, name: thing.name ?? null } : null,
    workspace: event.workspaceId ?? null,
    before: event.before ?? null,
    after: event.after ?? null,
    address: own(who.from?.address),
    agent: own(who.from?.userAgent),
    request: who.requestId,
    count: event.count ?? 1,
  };
  if (who.personId) personal.push({ path: ["actor", "name"], of: who.personId, value: null });
  if ((thing?.kind === "person" || thing?.kind === "invitation") && thing.id) {
    personal.push({ path: ["thing", "name"], of: thing.id, value: thing.name ?? null });
    told.thing = { kind: thing.kind, id: thing.id, name: null };
  }
  return { entry: toJson(told, [], personal) as ToldEntry["entry"], personal };
}

/** As JSON that both sides of the chain write alike: whole numbers, clean texts, personal values taken out. */
function toJson(value: unknown, path: string[], personal: ToldEntry["personal"]): Json {
  if (value instanceof Personal) {
    personal.push({ path, of: value.of, value: cleanText(value.value) });
    return null;
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : String(value);
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item, index) => toJson(item, [...path, String(index)], personal));
  if (typeof value !== "object" || value === null) return null;
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(parts.map(([key, part]) => [key, toJson(part, [...path, key], personal)]));
}

/** PostgreSQL keeps no NUL and no half of a pair. */
function cleanText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}
