import type { AuditCheck, AuditEntry, AuditFilter, lastAuditCheck } from "@weft/api/audit";
import type { ReplyOf } from "@weft/api/endpoint";
import { Problem } from "@weft/api/problems";
import { checkChain } from "@weft/model/audit/chain";
import { scopesMay } from "@weft/model/permissions";
import { listed, phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import type { Weft } from "../../weft.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { showEntry } from "./audit.files.ts";
import type { HiddenThings } from "./audit.hidden.ts";
import { findHiddenThings } from "./audit.hidden.ts";
import { recordAudit } from "./audit.record.ts";
import { tellHeldRefusals } from "./audit.refusals.ts";
import type { StoredLink, Wanted } from "./audit.store.ts";
import { findCheck, findEntries, keepCheck, readHead } from "./audit.store.ts";
import { hideStrangers } from "./audit.strangers.ts";

const pageRows = 100;
const batchRows = 1000;

type ShowLinks = (links: StoredLink[]) => Promise<StoredLink[]>;

interface Paging {
  limit?: number;
  cursor?: string;
}

/** Entries of the whole instance, newest first; for its owner. */
export async function listAudit(
  weft: Weft,
  actor: Actor,
  { limit = pageRows, cursor, ...filter }: AuditFilter & Paging,
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  requireOwner(actor);
  return readPage(weft, filter, { limit, cursor });
}

/** Entries of one workspace, newest first; for its managers. */
export async function listWorkspaceAudit(
  weft: Weft,
  actor: Actor,
  { limit = pageRows, cursor, ...filter }: AuditFilter & Paging & { workspaceId: string },
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  await access(weft, actor, "audit.read", { workspaceId: filter.workspaceId });
  const wanted = { ...filter, hidden: await hiddenFrom(weft, actor, filter) };
  return readPage(weft, wanted, { limit, cursor }, strangersFor(weft, actor, filter));
}

/** Entries of the whole instance, oldest first, batch by batch, up to the one that tells of this export. */
export async function openAudit(weft: Weft, actor: Actor, filter: AuditFilter): Promise<AsyncGenerator<StoredLink[]>> {
  requireOwner(actor);
  return beginExport(weft, actor, filter);
}

/** Entries of one workspace, oldest first, batch by batch. */
export async function openWorkspaceAudit(
  weft: Weft,
  actor: Actor,
  filter: AuditFilter & { workspaceId: string },
): Promise<AsyncGenerator<StoredLink[]>> {
  await access(weft, actor, "audit.read", { workspaceId: filter.workspaceId });
  const show = strangersFor(weft, actor, filter);
  const batches = await beginExport(weft, actor, filter, await hiddenFrom(weft, actor, filter));
  return (async function* () {
    for await (const links of batches) yield await show(links);
  })();
}

/** Reads the whole trail as it is at one moment and says the first number where it breaks; for the instance's owner. */
export async function verifyAudit(weft: Weft, actor: Actor): Promise<AuditCheck> {
  requireOwner(actor);
  const chain = checkChain({ sha256: hashSecret, fromStart: true });
  const broken = await weft.db.people
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (trx) => {
      const head = await readHead(trx);
      for await (const links of readBatches((page) => findEntries(trx, {}, page))) {
        for (const link of links) {
          const fault = rowBreak(link) ?? chain.see(link);
          if (fault) return fault;
        }
      }
      return chain.end(head);
    });
  const check = { entries: chain.count, last: chain.count > 0 ? chain.last : null, broken };
  await keepCheck(weft.db.people, actor.personId, check);
  return check;
}

/** How the trail was found when it was verified last; for the instance's owner. */
export async function getLastCheck(weft: Weft, actor: Actor): Promise<ReplyOf<typeof lastAuditCheck>> {
  requireOwner(actor);
  const kept = await findCheck(weft.db.people);
  return { check: kept ? { ...kept.result, at: kept.at.toISOString() } : null };
}

/** What lists are found and put in order by must be what was hashed. */
function rowBreak({ number, at, entry }: StoredLink): AuditCheck["broken"] {
  return entry.number === number && entry.at === at.toISOString() ? null : { number, fault: "content" };
}

function requireOwner(actor: Actor): void {
  if (!actor.isInstanceOwner)
    throw new Problem("auth.forbidden", phrase`Only the owner of this instance may read its audit trail.`);
  if (actor.tokenScopes && !scopesMay(actor.tokenScopes, "audit.read"))
    throw new Problem(
      "auth.scope_missing",
      phrase`This token may ${listed(actor.tokenScopes)}; this needs ${"audit.read"}.`,
    );
}

/** What the managers of a workspace may read of entries: who runs the instance reads all. */
function strangersFor(weft: Weft, { isInstanceOwner }: Actor, { workspaceId }: { workspaceId: string }): ShowLinks {
  return isInstanceOwner ? async (links) => links : (links) => hideStrangers(weft.db.people, workspaceId, links);
}

/** What they may not: who runs the instance is told of all. */
async function hiddenFrom(
  weft: Weft,
  { isInstanceOwner, personId }: Actor,
  { workspaceId }: { workspaceId: string },
): Promise<HiddenThings | undefined> {
  return isInstanceOwner ? undefined : findHiddenThings(weft, personId, workspaceId);
}

async function readPage(
  weft: Weft,
  filter: Wanted,
  { limit, cursor }: { limit: number; cursor?: string },
  show: ShowLinks = async (links) => links,
) {
  if (cursor !== undefined && !/^[1-9]\d{0,14}$/.test(cursor))
    throw new Problem("cursor.invalid", phrase`This cursor is not one this list gave out: begin again without it.`);
  await tellHeldRefusals(weft);
  const beyond = cursor === undefined ? undefined : Number(cursor);
  const found = await findEntries(weft.db.people, filter, { beyond, order: "desc", limit: limit + 1 });
  const shown = await show(found.slice(0, limit));
  return { entries: shown.map(showEntry), next: found.length > limit ? String(shown.at(-1)?.number) : null };
}

async function beginExport(
  weft: Weft,
  actor: Actor,
  filter: AuditFilter,
  hidden?: HiddenThings,
): Promise<AsyncGenerator<StoredLink[]>> {
  await tellHeldRefusals(weft);
  await recordAudit(weft.db.people, actor, {
    action: "audit.exported",
    thing: filter.workspaceId ? { kind: "workspace", id: filter.workspaceId } : { kind: "instance", id: null },
    after: filter,
  });
  const { number } = await readHead(weft.db.people);
  return readBatches((page) => findEntries(weft.db.people, { ...filter, hidden }, page), number);
}

async function* readBatches(
  read: (page: { beyond: number; order: "asc"; limit: number }) => Promise<StoredLink[]>,
  until = Number.POSITIVE_INFINITY,
): AsyncGenerator<StoredLink[]> {
  for (let beyond = 0; beyond < until;) {
    const links = await read({ beyond, order: "asc", limit: batchRows });
    yield links.filter(({ number }) => number <= until);
    if (links.length < batchRows) return;
    beyond = links.at(-1)?.number ?? until;
  }
}
