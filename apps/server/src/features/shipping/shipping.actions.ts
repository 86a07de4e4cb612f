import type { AuditTarget, AuditTargetOptions, SyslogOptions, WebhookOptions } from "@weft/api/audit-targets";
import type * as contract from "@weft/api/audit-targets";
import type { BodyOf, ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { say } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { readHead } from "../audit/audit.store.ts";
import { checkAddress } from "../outgoing/outgoing.ts";
import { hasSecret } from "../secrets/secrets.named.ts";
import { whyNotSent } from "./shipping.send.ts";
import type { ShippingRow } from "./shipping.store.ts";
import {
  askForShipping,
  deleteTargetRow,
  findShipping,
  forgetFailure,
  insertTarget,
  updateTargetRow,
  wantShipping,
} from "./shipping.store.ts";
import type { ShippingTarget } from "./shipping.targets.ts";
import { hostOf, hostsInside, readTargets, sendTest } from "./shipping.targets.ts";

/** Every target with how far it has the trail. */
export async function listTargets(weft: Weft, actor: Actor): Promise<ReplyOf<typeof contract.listAuditTargets>> {
  mayRunInstance(actor);
  const shipping = new Map((await findShipping(weft.db.people)).map((row) => [row.target_id, row]));
  const { number } = await readHead(weft.db.people);
  const targets = await readTargets(weft);
  return { targets: targets.map((target) => shown(target, shipping.get(target.id), number, actor)), last: number };
}

/** Adds a target; the entry that tells of it is the first to go there, or the last of the trail so far. */
export async function createTarget(
  weft: Weft,
  actor: Actor,
  { name, syslog, webhook, isEnabled, from }: BodyOf<typeof contract.createAuditTarget>,
): Promise<AuditTarget> {
  mayRunInstance(actor);
  if (Boolean(syslog) === Boolean(webhook)) throw invalid("syslog", phrase`give either this or a webhook`);
  const kind = syslog ? "syslog" : "webhook";
  const options = (syslog ?? webhook) as AuditTargetOptions;
  await checkOptions(weft, { kind, options });
  const id = makeId("auditTarget");
  await weft.db.people.transaction().execute(async (trx) => {
    const position = from === "now" ? (await readHead(trx)).number : 0;
    await insertTarget(trx, { id, name, kind, options, isEnabled }, position);
    const thing = { kind: "audit_target", id, name } as const;
    const after = { name, kind, ...told(options), isEnabled, from };
    await recordAudit(trx, actor, { action: "audit_target.created", thing, after });
  });
  return getShown(weft, actor, id);
}

/** Changes a target; it goes on where it was. */
export async function updateTarget(
  weft: Weft,
  actor: Actor,
  id: string,
  { name, syslog, webhook, isEnabled }: BodyOf<typeof contract.updateAuditTarget>,
): Promise<AuditTarget> {
  mayRunInstance(actor);
  const before = await getKept(weft, id);
  const options = before.kind === "syslog" ? syslog : webhook;
  if (options) await checkOptions(weft, { kind: before.kind, options });
  await weft.db.people.transaction().execute(async (trx) => {
    await updateTargetRow(trx, id, { name, options, isEnabled });
    const thing = { kind: "audit_target", id, name: name ?? before.name } as const;
    await recordAudit(trx, actor, {
      action: "audit_target.updated",
      thing,
      before: { name: before.name, ...told(before.options), isEnabled: before.isEnabled },
      after: {
        name: name ?? before.name,
        ...told(options ?? before.options),
        isEnabled: isEnabled ?? before.isEnabled,
      },
    });
  });
  await askAnew(weft);
  return getShown(weft, actor, id);
}

/** Sends there no more. */
export async function deleteTarget(weft: Weft, actor: Actor, id: string): Promise<void> {
  mayRunInstance(actor);
  const { name, kind, options } = await getKept(weft, id);
  await weft.db.people.transaction().execute(async (trx) => {
    await deleteTargetRow(trx, id);
    const thing = { kind: "audit_target", id, name } as const;
    await recordAudit(trx, actor, { action: "audit_target.deleted", thing, before: { name, kind, ...told(options) } });
  });
}

/** Sends a message that is no entry. */
export async function testTarget(
  weft: Weft,
  actor: Actor,
  id: string,
): Promise<ReplyOf<typeof contract.testAuditTarget>> {
  mayRunInstance(actor);
  const target = await getTarget(weft, id);
  try {
    await sendTest(weft, target);
    return { works: true, text: say(phrase`A test message was sent to ${hostOf(target)}.`, actor.language) };
  } catch (error) {
    const text = phrase`${hostOf(target)} cannot be sent to: ${whyNotSent(error)}.`;
    return { works: false, text: say(text, actor.language) };
  }
}

/** Tries again at once what failed or was given up. */
export async function resumeTarget(weft: Weft, actor: Actor, id: string): Promise<AuditTarget> {
  mayRunInstance(actor);
  const { name } = await getTarget(weft, id);
  await weft.db.people.transaction().execute(async (trx) => {
    await forgetFailure(trx, id);
    const thing = { kind: "audit_target", id, name } as const;
    await recordAudit(trx, actor, { action: "audit_target.resumed", thing });
  });
  return getShown(weft, actor, id);
}

async function askAnew(weft: Weft): Promise<void> {
  const targets = await readTargets(weft);
  await weft.db.people.transaction().execute(async (trx) => {
    await wantShipping(trx, targets);
    await askForShipping(trx);
  });
}

function mayRunInstance(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem(
      "auth.forbidden",
      phrase`Only the owner of this instance may see and say where its audit trail goes.`,
    );
}

/** What can be said before anything is sent: names are looked up when they are sent to. */
async function checkOptions(weft: Weft, target: Pick<ShippingTarget, "kind" | "options">): Promise<void> {
  const host = hostOf(target);
  checkAddress(`https://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}`, hostsInside(weft));
  if (target.kind !== "webhook") return;
  const { secretId } = target.options as WebhookOptions;
  if (secretId !== null && !(await hasSecret(weft, secretId)))
    throw invalid("webhook.secretId", phrase`is no secret of this instance`);
}

function invalid(path: string, message: ReturnType<typeof phrase>): Problem {
  return new Problem("request.invalid", phrase`One part of the request must be mended.`, [{ path, message }]);
}

async function getTarget(weft: Weft, id: string): Promise<ShippingTarget> {
  const found = (await readTargets(weft)).find((target) => target.id === id);
  if (!found)
    throw new Problem("audit_target.not_found", phrase`There is no place ${id} that the audit trail is sent to.`);
  return found;
}

async function getKept(weft: Weft, id: string): Promise<ShippingTarget> {
  const found = await getTarget(weft, id);
  if (!found.isFromEnvironment) return found;
  throw new Problem(
    "auth.forbidden",
    phrase`This is set by WEFT_AUDIT_… variables: change it there and start Weft again.`,
  );
}

async function getShown(weft: Weft, actor: Actor, id: string): Promise<AuditTarget> {
  const { targets } = await listTargets(weft, actor);
  return targets.find((target) => target.id === id) as AuditTarget;
}

/** What the trail tells of options: a certificate is long, and says nothing there. */
function told(options: AuditTargetOptions): object {
  return "ca" in options ? { ...options, ca: options.ca !== null } : options;
}

function shown(target: ShippingTarget, row: ShippingRow | undefined, last: number, actor: Actor): AuditTarget {
  const position = Number(row?.position ?? 0);
  return {
    id: target.id,
    name: target.name,
    kind: target.kind,
    syslog: target.kind === "syslog" ? (target.options as SyslogOptions) : null,
    webhook: target.kind === "webhook" ? target.options : null,
    isEnabled: target.isEnabled,
    isFromEnvironment: target.isFromEnvironment,
    state: stateOf(target, row, last - position),
    position,
    behind: Math.max(0, last - position),
    shippedAt: row?.shipped_at?.toISOString() ?? null,
    failingSince: row?.failing_since?.toISOString() ?? null,
    error: row?.error ? say(row.error, actor.language) : null,
  };
}

/** How a target stands. */
function stateOf(target: ShippingTarget, row: ShippingRow | undefined, behind: number): AuditTarget["state"] {
  if (!target.isEnabled) return "off";
  if (row?.stopped_at) return "stopped";
  if (row?.failing_since) return "failing";
  return behind > 0 ? "behind" : "current";
}
