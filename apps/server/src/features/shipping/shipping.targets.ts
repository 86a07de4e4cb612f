import { hostname } from "node:os";
import type { SyslogOptions, WebhookOptions } from "@weft/api/audit-targets";
import { phrase } from "@weft/model/texts/phrase";
import type { Weft } from "../../weft.ts";
import type { StoredLink } from "../audit/audit.store.ts";
import { writeLine } from "../audit/audit.files.ts";
import { NoAnswer } from "../outgoing/outgoing.json.ts";
import { takeSecret } from "../secrets/secrets.named.ts";
import { sendSyslog, sendWebhook } from "./shipping.send.ts";
import { datagramBytesMax, writeShortSyslog, writeSyslog, writeTestSyslog } from "./shipping.syslog.ts";
import { findTargetRows } from "./shipping.store.ts";

/** Where the audit trail is sent besides. */
export type ShippingTarget = {
  id: string;
  name: string;
  isEnabled: boolean;
  isFromEnvironment: boolean;
} & ({ kind: "syslog"; options: SyslogOptions } | { kind: "webhook"; options: WebhookOptions });

const syslogId = "environment-syslog";
const webhookId = "environment-webhook";

/** All targets: the environment's first, then those that are kept, by name. */
export async function readTargets(weft: Weft): Promise<ShippingTarget[]> {
  const kept = (await findTargetRows(weft.db.people)).map(({ id, name, kind, options, is_enabled }) => {
    return { id, name, kind, options, isEnabled: is_enabled, isFromEnvironment: false } as ShippingTarget;
  });
  return [...environmentTargets(weft), ...kept];
}

/** Sends entries, in their order; throws when it is not sure that all of them arrived. */
export async function sendEntries(weft: Weft, target: ShippingTarget, links: readonly StoredLink[]): Promise<void> {
  if (target.kind === "webhook") {
    const about = { "weft-entries": `${links[0]?.number}-${links.at(-1)?.number}` };
    return sendTo(weft, target, { body: links.map(writeLine).join(""), about });
  }
  const host = ownName(weft);
  const isTooLong = (message: string) =>
    target.options.protocol === "udp" && Buffer.byteLength(message) > datagramBytesMax;
  const messages = links.map((link) => {
    const message = writeSyslog(link, host);
    return isTooLong(message) ? writeShortSyslog(link, host) : message;
  });
  return sendSyslog(target.options, messages, hostsInside(weft, target));
}

/** Sends something that is no entry. */
export function sendTest(weft: Weft, target: ShippingTarget): Promise<void> {
  const now = new Date();
  if (target.kind === "webhook")
    return sendTo(weft, target, {
      body: `${JSON.stringify({ test: true, at: now })}\n`,
      about: { "weft-test": "yes" },
    });
  return sendSyslog(target.options, [writeTestSyslog(ownName(weft), now)], hostsInside(weft, target));
}

/** Hosts that may be sent to though they lie inside: those the operator named, and the environment's own. */
export function hostsInside({ config }: Weft, target?: ShippingTarget): string[] {
  const own = target?.isFromEnvironment ? [hostOf(target)] : [];
  return [...config.privateUrls, ...own];
}

/** Where a target lies, for people. */
export function hostOf(target: Pick<ShippingTarget, "kind" | "options">): string {
  return target.kind === "webhook"
    ? new URL((target.options as WebhookOptions).url).hostname
    : (target.options as SyslogOptions).host;
}

async function sendTo(
  weft: Weft,
  target: ShippingTarget & { kind: "webhook" },
  batch: Parameters<typeof sendWebhook>[1],
): Promise<void> {
  const { url } = target.options;
  return sendWebhook({ url, secret: await signingSecret(weft, target) }, batch, hostsInside(weft, target));
}

async function signingSecret(weft: Weft, target: ShippingTarget & { kind: "webhook" }): Promise<string | null> {
  if (target.isFromEnvironment) return weft.config.auditWebhookSecret ?? null;
  if (target.options.secretId === null) return null;
  const secret = await takeSecret(weft, target.options.secretId);
  if (secret === null) throw new NoAnswer(phrase`the secret it is signed with cannot be read: enter it anew`);
  return secret;
}

function environmentTargets({ config }: Weft): ShippingTarget[] {
  const { auditSyslogUrl, auditWebhookUrl } = config;
  const shared = { isEnabled: true, isFromEnvironment: true };
  const targets: ShippingTarget[] = [];
  if (auditSyslogUrl) {
    const url = new URL(auditSyslogUrl);
    const protocol = url.protocol.slice(0, -1) as SyslogOptions["protocol"];
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const port = Number(url.port) || defaultPorts[protocol];
    targets.push({ id: syslogId, name: host, kind: "syslog", options: { protocol, host, port, ca: null }, ...shared });
  }
  if (auditWebhookUrl) {
    const options = { url: auditWebhookUrl, secretId: null };
    targets.push({ id: webhookId, name: new URL(auditWebhookUrl).host, kind: "webhook", options, ...shared });
  }
  return targets;
}

const defaultPorts: Record<SyslogOptions["protocol"], number> = { tls: 6514, tcp: 601, udp: 514 };

/** The instance's name in messages, in signs that syslog takes. */
function ownName({ config }: Weft): string {
  const name = config.publicUrl ? new URL(config.publicUrl).hostname : hostname();
  return name.replaceAll(/[^\x21-\x7e]/g, "-").slice(0, 255) || "-";
}
