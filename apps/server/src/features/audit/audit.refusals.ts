import type { AuditKind } from "@weft/api/audit";
import { auditKinds } from "@weft/api/audit";
import type { ProblemCode } from "@weft/api/problems";
import { Problem } from "@weft/api/problems";
import type { IdKind } from "@weft/model/ids";
import { idPrefixes, isId } from "@weft/model/ids";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { callCounterOf } from "../limits/limits.counter.ts";
import type { AuditActor, AuditEvent } from "./audit.record.ts";
import { senderOf, tellEntry } from "./audit.record.ts";
import { beginRefusal, holdRefusal, takeHeld } from "./audit.refusals.store.ts";
import { appendAudit } from "./audit.store.ts";

/** What is answered when somebody may not, or may not know of a thing. */
const refusalCodes: ReadonlySet<ProblemCode> = new Set([
  "auth.forbidden",
  "auth.scope_missing",
  "workspace.not_found",
  "base.not_found",
  "table.not_found",
  "upload.not_found",
  "import.not_found",
  "export.not_found",
]);

/** So many callers' refusals begin to be told in a minute; those of all others are counted together. */
const callersAMinute = 60;

/** Tells of a refused call of somebody who is known, at every door there is; what went wrong in another way is none. Never throws. */
export async function noteRefusal(
  weft: Weft,
  actor: Actor | null,
  { call, params }: { call: string; params: unknown },
  error: unknown,
): Promise<void> {
  if (!actor || !(error instanceof Problem) || !refusalCodes.has(error.code)) return;
  await tellRefusal(weft, actor, `access:${actor.personId}:${error.code}`, {
    action: "access.refused",
    thing: thingOf(params),
    after: { code: error.code, call },
  });
}

/** Tells of a sign-in that failed; what was typed is not kept, it may be a password in the wrong box. Never throws. */
export async function noteFailedSignIn(weft: Weft, request: FastifyRequest, personId: string | null): Promise<void> {
  await tellRefusal(weft, senderOf(request, null), `sign-in:${networkOf(request.ip)}:${personId ?? ""}`, {
    action: "person.sign_in_failed",
    thing: personId ? { kind: "person", id: personId } : undefined,
  });
}

/** Tells refusals that were only counted and whose minute is over. */
export async function tellHeldRefusals(weft: Weft): Promise<void> {
  await weft.db.people.transaction().execute(async (trx) => {
    for (const { entry, personal, held } of await takeHeld(trx))
      await appendAudit(trx, { entry: { ...entry, count: held }, personal });
  });
}

/** Tells a refusal at once, or counts it if the same was told less than a minute ago: nobody fills the disk with them. */
async function tellRefusal(weft: Weft, who: AuditActor, key: string, event: AuditEvent): Promise<void> {
  try {
    if (await holdRefusal(weft.db.people, key)) return;
    const group = who.personId ? "known" : "unknown";
    const { calls } = await callCounterOf(weft).add(`audit:${group}`, 60_000, 1);
    if (calls <= callersAMinute) return await beginTelling(weft, key, who, event);
    const others = `others:${group}:${event.action}`;
    if (await holdRefusal(weft.db.people, others)) return;
    await beginTelling(weft, others, { personId: null, requestId: null }, { action: event.action });
  } catch (error) {
    weft.log.error({ err: error }, "a refusal was not written to the audit trail");
  }
}

async function beginTelling(weft: Weft, key: string, who: AuditActor, event: AuditEvent): Promise<void> {
  const told = tellEntry(who, event);
  await weft.db.people.transaction().execute(async (trx) => {
    const held = await beginRefusal(trx, key, told);
    if (held !== null) await appendAudit(trx, { ...told, entry: { ...told.entry, count: held + 1 } });
  });
}

/** The innermost thing that an address or a message names. */
function thingOf(params: unknown): AuditEvent["thing"] {
  const ids = Object.values((params ?? {}) as Record<string, unknown>).filter((value) => typeof value === "string");
  const kinds = Object.keys(idPrefixes) as IdKind[];
  for (const id of ids.reverse()) {
    const kind = kinds.find((kind) => isId(kind, id));
    if (kind && isAuditKind(kind)) return { kind, id };
  }
  return undefined;
}

function isAuditKind(kind: string): kind is AuditKind {
  return (auditKinds as readonly string[]).includes(kind);
}

/** An address as those who send from many count it: of IPv6 the first half, which one line gets whole. */
function networkOf(address: string): string {
  return address.includes(":") && !address.includes(".") ? address.split(":").slice(0, 4).join(":") : address;
}
