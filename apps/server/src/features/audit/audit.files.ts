import type { AuditEntry, auditFormats } from "@weft/api/audit";
import type { Json } from "@weft/model/audit/canonical";
import { readEntry } from "@weft/model/audit/chain";
import type { StoredLink } from "./audit.store.ts";

/** A stored entry as people read it. */
export function showEntry(link: StoredLink): AuditEntry {
  return { ...(readEntry(link.entry, link.personal) as object), hash: link.hash } as AuditEntry;
}

/** An entry with its proof, as a line that can be verified anywhere. */
export function writeLine({ entry, previousHash, hash, personal }: StoredLink): string {
  return `${JSON.stringify({ entry, previousHash, hash, personal })}\n`;
}

type AuditFormat = (typeof auditFormats)[number];

/** The bytes of a file of entries, batch by batch. */
export async function* writeAuditFile(
  format: AuditFormat,
  batches: AsyncIterable<StoredLink[]>,
): AsyncGenerator<string> {
  const { head, line } = writers[format];
  yield head;
  for await (const links of batches) yield links.map(line).join("");
}

const columns: Record<string, (entry: AuditEntry) => Json | undefined> = {
  number: (entry) => entry.number,
  at: (entry) => entry.at,
  action: (entry) => entry.action,
  person: (entry) => entry.actor?.name,
  person_id: (entry) => entry.actor?.person,
  token_id: (entry) => entry.actor?.token,
  thing: (entry) => entry.thing?.kind,
  thing_name: (entry) => entry.thing?.name,
  thing_id: (entry) => entry.thing?.id,
  workspace_id: (entry) => entry.workspace,
  before: (entry) => entry.before && JSON.stringify(entry.before),
  after: (entry) => entry.after && JSON.stringify(entry.after),
  address: (entry) => entry.address,
  agent: (entry) => entry.agent,
  request_id: (entry) => entry.request,
  count: (entry) => entry.count,
  hash: (entry) => entry.hash,
};

const writers: Record<AuditFormat, { head: string; line: (link: StoredLink) => string }> = {
  csv: { head: csvLine(Object.keys(columns)), line: (link) => csvLine(cellsOf(showEntry(link))) },
  ndjson: {
    head: "",
    line: writeLine,
  },
};

function cellsOf(entry: AuditEntry): string[] {
  return Object.values(columns).map((cell) => String(cell(entry) ?? ""));
}

/** Quoted where needed; what a spreadsheet would run as a formula (a person may be called so) begins with an apostrophe. */
function csvLine(cells: string[]): string {
  const quoted = cells.map((cell) => {
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(",")}\r\n`;
}
