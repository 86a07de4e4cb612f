import type { ExportJob, ExportOptions } from "@weft/api/exports";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { addJob } from "../../jobs/add-job.ts";
import { announce } from "../../live/announce.ts";
import type { Weft } from "../../weft.ts";
import { recordAudit } from "../audit/audit.record.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import type { Granted } from "../workspaces/workspaces.access.ts";
import { access, accessByName } from "../workspaces/workspaces.access.ts";
import { exportFileName } from "./exports.names.ts";
import { selectForExport } from "./exports.select.ts";
import { stateWords } from "./exports.states.ts";
import type { KeptExport, StoredExport } from "./exports.store.ts";
import { findStoredExport, insertExport, listExportsOf, moveExport, showExport } from "./exports.store.ts";

const listLimit = 50;

/** Asks for a file; its job is committed with it. What cannot be exported is refused here, not in the background. */
export async function createExport(
  weft: Weft,
  actor: Actor,
  tableId: string,
  options: ExportOptions,
): Promise<ExportJob> {
  const granted = await access(weft, actor, "export.create", { tableId });
  const table = await getGrantedTable(weft.db.data, granted);
  selectForExport(table, options);
  const id = makeId("export");
  const fileName = exportFileName(table.name, options.format, new Date());
  await weft.db.data.transaction().execute(async (trx) => {
    await insertExport(trx, { id, tableId, personId: actor.personId, options, fileName });
    await addJob(trx, "export.write", { exportId: id });
    await announce(trx, { about: "export", exportId: id });
    const after = { exportId: id, options };
    await recordAudit(trx, actor, { action: "export.created", thing: { kind: "table", id: tableId }, after });
  });
  return showExport((await getOwn(weft, actor, id)).job, actor.language);
}

/** One's own export; somebody else's is not found. */
export async function getExport(weft: Weft, actor: Actor, id: string): Promise<ExportJob> {
  return showExport((await getOwn(weft, actor, id)).job, actor.language);
}

/** One's own exports of a workspace, newest first. */
export async function listExports(
  weft: Weft,
  actor: Actor,
  query: { workspaceId: string; limit?: number; cursor?: string },
): Promise<{ exports: ExportJob[]; next: string | null }> {
  // One's own: whoever knows the workspace by its name may have exported what was given to them in it.
  await accessByName(weft, actor, "workspace.read", { workspaceId: query.workspaceId });
  const limit = query.limit ?? listLimit;
  const before = query.cursor ? await readCursor(weft, actor, query.cursor) : undefined;
  const found = await listExportsOf(weft, {
    workspaceId: query.workspaceId,
    personId: actor.personId,
    limit: limit + 1,
    before,
  });
  const exports = found.slice(0, limit);
  return {
    exports: exports.map((job) => showExport(job, actor.language)),
    next: found.length > limit ? (exports.at(-1)?.id ?? null) : null,
  };
}

async function readCursor(weft: Weft, actor: Actor, cursor: string) {
  const last = await findStoredExport(weft, cursor);
  if (!last || last.personId !== actor.personId)
    throw new Problem("cursor.invalid", phrase`This cursor is not one of this list: begin again without it.`);
  return { createdAt: new Date(last.job.createdAt), id: last.job.id };
}

/** Stops an export that waits or runs; its file never appears. */
export async function cancelExport(weft: Weft, actor: Actor, id: string): Promise<ExportJob> {
  const { job } = await getOwn(weft, actor, id);
  const isCancelled = await weft.db.data.transaction().execute(async (trx) => {
    await announce(trx, { about: "export", exportId: id });
    return moveExport(trx, id, ["waiting", "running"], { state: "cancelled", ended_at: new Date() });
  });
  if (!isCancelled)
    throw new Problem(
      "export.wrong_state",
      phrase`This export is ${stateWords[job.state]}; only one that waits or runs can be stopped.`,
    );
  return getExport(weft, actor, id);
}

/** Where the finished file lies; one that was made when other things were hidden is not handed out any more. */
export async function findExportFile(
  weft: Weft,
  actor: Owner,
  id: string,
): Promise<{ job: KeptExport; objectKey: string }> {
  const { job, objectKey, sight, granted } = await getOwn(weft, actor, id);
  const isPast = job.expiresAt !== null && new Date(job.expiresAt) < new Date();
  if (job.state === "expired" || (job.state === "done" && isPast))
    throw new Problem("export.expired", phrase`The file was kept until its time was over. Export the table again.`);
  if (job.state !== "done" || !objectKey)
    throw new Problem(
      "export.wrong_state",
      phrase`This export is ${stateWords[job.state]}: there is a file once it is done.`,
    );
  if ((await getGrantedTable(weft.db.data, granted, { trashed: true })).sight !== sight)
    throw new Problem(
      "export.expired",
      phrase`What you see of the table has changed since this file was made. Export the table again.`,
    );
  return { job, objectKey };
}

/** Whose export it is; without a token's limits when it is asked about elsewhere than at a door. */
type Owner = Pick<Actor, "personId" | "tokenScopes">;

async function getOwn(weft: Weft, actor: Owner, id: string): Promise<StoredExport & { granted: Granted }> {
  const found = await findStoredExport(weft, id);
  if (!found || found.personId !== actor.personId) throw missing(id);
  // The table may lie in the trash by now; to whom it has been shut since, the file is shut too.
  const reach = { tableId: found.job.tableId };
  const granted = await access(weft, actor, "export.create", reach, { trashed: true }).catch((error: unknown) => {
    throw error instanceof Problem && error.status === 404 ? missing(id) : error;
  });
  return { ...found, granted };
}

function missing(id: string): Problem {
  return new Problem("export.not_found", phrase`There is no export ${id}, or it is not yours to see.`);
}
