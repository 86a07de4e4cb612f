import type { AuditEntry } from "@weft/api/audit";
import { showEntry, writeLine } from "../audit/audit.files.ts";
import type { StoredLink } from "../audit/audit.store.ts";

/** Log audit, of RFC 5424's facilities. */
const facility = 13;
const severities = { warning: 4, notice: 5 };
/** IANA's number for examples: Weft has none of its own. */
const structure = "weft@32473";
/** What a datagram holds, with room for addresses. */
export const datagramBytesMax = 60_000;

/**
 * An entry as a message of RFC 5424: what people look for as parameters, then the line of the NDJSON file, with its
 * hashes, in plain ASCII.
 */
export function writeSyslog(link: StoredLink, host: string): string {
  const entry = showEntry(link);
  return `${headOf(entry, host)} ${toAscii(writeLine(link).trimEnd())}`;
}

/** The same without the line, for an entry that is too long for a datagram. */
export function writeShortSyslog(link: StoredLink, host: string): string {
  return headOf(showEntry(link), host);
}

/** A message that is no entry. */
export function writeTestSyslog(host: string, at: Date): string {
  return `${priority("notice")} ${at.toISOString()} ${host} weft - test - Weft reaches this receiver.`;
}

/** Messages as a stream has them: each after its length in bytes (RFC 6587, RFC 5425). */
export function frameSyslog(messages: readonly string[]): Buffer {
  return Buffer.from(messages.map((message) => `${Buffer.byteLength(message)} ${message}`).join(""));
}

function headOf(entry: AuditEntry, host: string): string {
  const isRefusal = /refused|failed/.test(entry.action);
  const messageId = entry.action.slice(0, 32);
  const parameters = Object.entries({
    number: String(entry.number),
    person: entry.actor?.name,
    personId: entry.actor?.person,
    kind: entry.thing?.kind,
    thing: entry.thing?.name,
    thingId: entry.thing?.id,
    workspaceId: entry.workspace,
    address: entry.address,
    request: entry.request,
    count: entry.count > 1 ? String(entry.count) : null,
    hash: entry.hash,
  }).flatMap(([name, value]) => (value ? [` ${name}="${escape(value)}"`] : []));
  return `${priority(isRefusal ? "warning" : "notice")} ${entry.at} ${host} weft - ${messageId} [${structure}${parameters.join("")}]`;
}

function priority(severity: keyof typeof severities): string {
  return `<${facility * 8 + severities[severity]}>1`;
}

function escape(value: string): string {
  return value.replaceAll(/["\\\]]/g, String.raw`\$&`).replaceAll(/[\r\n]+/g, " ");
}

/** JSON says every sign in ASCII too; a message of others would have to begin with a mark that readers stumble over. */
function toAscii(json: string): string {
  return json.replaceAll(/[^\x20-\x7e]/g, (sign) =>
    [...Array(sign.length).keys()]
      .map((at) => String.raw`\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
