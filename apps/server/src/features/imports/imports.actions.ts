import type { Readable } from "node:stream";
import type { ReplyOf } from "@weft/api/endpoint";
import type { ImportJob, ImportOptions } from "@weft/api/import-shapes";
import type * as contract from "@weft/api/imports";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import type { Permission } from "@weft/model/permissions";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Kysely } from "kysely";
import type { Actor } from "../../actor.ts";
import type { WeftTables } from "../../database/tables.ts";
import { cutPage, readCursor } from "../../doors/page-cursor.ts";
import { addJob } from "../../jobs/add-job.ts";
import type { Weft } from "../../weft.ts";
import { checkAddress } from "../outgoing/outgoing.ts";
import { getGrantedTable } from "../tables/tables.granted.ts";
import { getWholeUpload } from "../uploads/uploads.actions.ts";
import { limitBytes } from "../uploads/uploads.limit.ts";
import { insertUpload } from "../uploads/uploads.store.ts";
import type { Reach } from "../workspaces/workspaces.access.ts";
import { access, accessByName } from "../workspaces/workspaces.access.ts";
import { matchColumns } from "./imports.columns.ts";
import { changesReading, checkOptions, findRemembered, optionsInvalid, planLoad } from "./imports.plan.ts";
import { countReplaced, findReplaceable } from "./imports.replaced.ts";
import { keepSeen, refusePart, seesAllOf } from "./imports.rights.ts";
import { showImport } from "./imports.shown.ts";
import { stateWords } from "./imports.states.ts";
import type { ImportFilter, ImportRow } from "./imports.store.ts";
import { findImport, findImportJobs, findSameFile, insertImport, moveImport, setOptions } from "./imports.store.ts";

/** Where a file to import comes from. */
type ImportSource = { uploadId: string } | { url: string } | { body: Readable; name: string };

/** Takes an import on: its file's row, its own, its job and what comes `also` are committed together. */
export async function createImport(
  weft: Weft,
  actor: Actor,
  wanted: { baseId: string; source: ImportSource; options: ImportOptions; start: "review" | "now" },
  also?: (trx: Kysely<WeftTables>, importId: string) => Promise<void>,
): Promise<ImportJob> {
  const { workspaceId } = await access(weft, actor, "import.create", reachOf(wanted.baseId, wanted.options));
  // What is handed in waits for somebody to accept it, who must see more.
  const isHeld = also !== undefined;
  await checkChoices(weft, actor, wanted.baseId, wanted.options, { isDraft: wanted.start === "review", isHeld });
  const file = await takeFile(weft, actor, workspaceId, wanted.source);
  const importId = makeId("import");
  const sourceUrl = "url" in wanted.source ? wanted.source.url : null;
  await weft.db.people.transaction().execute(async (trx) => {
    if (file.isNew) await insertUpload(trx, { ...file, workspaceId, personId: actor.personId, tokenId: actor.tokenId });
    await insertImport(trx, {
      id: importId,
      baseId: wanted.baseId,
      uploadId: file.id,
      sourceUrl,
      options: wanted.options,
      start: wanted.start,
      personId: actor.personId,
    });
    await addJob(trx, sourceUrl ? "import.fetch" : "import.analyse", { importId });
    await also?.(trx, importId);
  });
  return getJob(weft, importId, actor.language);
}

/** Into a table that is there, its own role decides: somebody may have been given nothing around it. */
function reachOf(baseId: string, { mode, tableId }: ImportOptions): Reach {
  return mode !== "new" && tableId ? { tableId } : { baseId };
}

async function takeFile(weft: Weft, actor: Actor, workspaceId: string, source: ImportSource) {
  if ("uploadId" in source) {
    const upload = await getWholeUpload(weft, actor, source.uploadId);
    if (upload.workspace_id !== workspaceId)
      throw new Problem("upload.not_found", phrase`There is no upload ${source.uploadId} in this workspace.`);
    return { id: upload.id, isNew: false, name: upload.name, sizeBytes: upload.size_bytes, complete: true };
  }
  const id = makeId("upload");
  if ("url" in source) {
    const url = checkAddress(source.url, weft.config.privateUrls);
    return { id, isNew: true, name: url.hostname, sizeBytes: 0, complete: false };
  }
  const sizeBytes = await weft.objects.put(id, limitBytes(source.body, weft.config.uploadBytesMax));
  return { id, isNew: true, name: source.name, sizeBytes, complete: true };
}

/** Faults of choices; and whether the actor may do what they ask of the table. */
async function checkChoices(
  weft: Weft,
  actor: Actor,
  baseId: string,
  options: ImportOptions,
  { isDraft = false, isHeld = false } = {},
): Promise<void> {
  // A draft may still be led into a table that is there.
  if (options.mode === "new" && !isDraft) await access(weft, actor, "table.create", { baseId });
  if (options.tableId && options.mode !== "new") {
    const granted = await access(weft, actor, "import.create", { tableId: options.tableId });
    if (!isHeld) refusePart(await getGrantedTable(weft.db.data, granted), options.mode);
  }
  if (options.mode !== "new" && options.columns.some(({ fieldId }) => fieldId === null))
    await access(weft, actor, "field.create", options.tableId ? { tableId: options.tableId } : { baseId });
  const issues = await checkOptions(weft.db.data, baseId, options, isDraft);
  if (issues.length > 0) throw optionsInvalid(issues);
}

/**
 * An import the actor may act on so, or `import.not_found`, which tells nothing to those who may not know of it: what others
 * brought into a table of which something is hidden from the actor is told by their files too.
 */
export async function getImport(
  weft: Weft,
  actor: Actor,
  importId: string,
  permission: Extract<Permission, "import.read" | "import.create" | "import.undo">,
): Promise<ImportRow> {
  const missing = new Problem("import.not_found", phrase`There is no import ${importId}, or it is not yours to see.`);
  const row = await findImport(weft.db.people, importId);
  if (!row) throw missing;
  const hiding = (error: unknown) => {
    throw error instanceof Problem && error.status === 404 ? missing : error;
  };
  const reach = { baseId: row.base_id };
  if (!row.table_id) await access(weft, actor, permission, reach).catch(hiding);
  else {
    await accessByName(weft, actor, "base.read", reach).catch(hiding);
    // Its file says what is in its table, which may lie in the trash by now.
    const table = { tableId: row.table_id };
    const granted = await access(weft, actor, permission, table, { trashed: true }).catch(hiding);
    if (row.person_id !== actor.personId && !(await seesAllOf(weft, granted))) throw missing;
  }
  return row;
}

/** The import as the contract shows it; asks nobody. */
export async function getJob(weft: Weft, importId: string, language: Language): Promise<ImportJob> {
  const [found] = await findImportJobs(weft.db.people, { importId });
  if (!found) throw new Problem("import.not_found", phrase`There is no import ${importId}, or it is not yours to see.`);
  return showImport(found.job, language);
}

export async function listImports(
  weft: Weft,
  actor: Actor,
  wanted: ImportFilter & { workspaceId: string; limit?: number; cursor?: string },
): Promise<{ imports: ImportJob[]; next: string | null }> {
  const sight = await accessByName(weft, actor, "workspace.read", { workspaceId: wanted.workspaceId });
  const limit = wanted.limit ?? 50;
  const found = await findImportJobs(weft.db.people, {
    ...wanted,
    sight,
    limit: limit + 1,
    before: readCursor(wanted.cursor),
  });
  const { rows, next } = cutPage(found, limit);
  const jobs = rows.map(({ job }) => job);
  const seen = await keepSeen(weft, actor, jobs);
  return { imports: seen.map((job) => showImport(job, actor.language)), next };
}

/** What was found in the file, earlier imports of the same bytes, which field each column would fill, and what would go. */
export async function getProfile(
  weft: Weft,
  actor: Actor,
  importId: string,
): Promise<ReplyOf<typeof contract.getProfile>> {
  const row = await getImport(weft, actor, importId, "import.read");
  if (!row.profile) throw wrongState(row, phrase`its file has not been looked at yet`);
  const { mode, tableId } = row.options;
  const granted = mode !== "new" && tableId ? await access(weft, actor, "import.read", { tableId }) : null;
  const table = granted && (await getGrantedTable(weft.db.data, granted));
  const fillable = table?.fields.filter(({ id }) => !table.readOnlyFieldIds.includes(id)) ?? [];
  const whole = table?.sight === null ? table.whole : null;
  return {
    profile: row.profile,
    sameFile: await findSameFile(weft.db.people, row),
    matches: table ? matchColumns(row.profile, fillable, await findRemembered(weft.db.data, table.id)) : [],
    replaceable: whole && mode === "replace" ? await findReplaceable(weft.db.data, whole) : [],
    replaced: whole && row.options.replaces ? await countReplaced(weft.db.data, whole, row.options.replaces) : null,
  };
}

/** Changes the choices of an import that waits; reads the file again only when they change how it is read. */
export async function updateImport(
  weft: Weft,
  actor: Actor,
  importId: string,
  options: ImportOptions,
): Promise<ImportJob> {
  const row = await getImport(weft, actor, importId, "import.create");
  if (row.state !== "ready") throw wrongState(row, phrase`only one that waits can be changed`);
  refuseHeld(row);
  await checkChoices(weft, actor, row.base_id, options, { isDraft: true });
  if (!changesReading(row.options, options, row.profile)) {
    await planLoad(weft, actor, { ...row, options }, true);
    if (!(await setOptions(weft.db.people, importId, options))) throw wrongState(row, phrase`it has just been started`);
    return getJob(weft, importId, actor.language);
  }
  await weft.db.people.transaction().execute(async (trx) => {
    const isKept = await setOptions(trx, importId, options);
    const isWaiting = await moveImport(trx, importId, "waiting", { profile: null, start: "review" });
    if (!isKept || !isWaiting) throw wrongState(row, phrase`it has just been started`);
    await addJob(trx, "import.analyse", { importId });
  });
  return getJob(weft, importId, actor.language);
}

/** Loads an import that waits. */
export async function startImport(weft: Weft, actor: Actor, importId: string): Promise<ImportJob> {
  const row = await getImport(weft, actor, importId, "import.create");
  if (row.state !== "ready") throw wrongState(row, phrase`only one that waits can be started`);
  refuseHeld(row);
  await checkChoices(weft, actor, row.base_id, row.options);
  await planLoad(weft, actor, row);
  await weft.db.people.transaction().execute(async (trx) => {
    if (!(await moveImport(trx, importId, "loading"))) throw wrongState(row, phrase`it has just been started`);
    await addJob(trx, "import.load", { importId });
  });
  return getJob(weft, importId, actor.language);
}

/** Stops an import; what works on it sees it within a second and takes everything back. */
export async function cancelImport(weft: Weft, actor: Actor, importId: string): Promise<ImportJob> {
  const row = await getImport(weft, actor, importId, "import.create");
  if (!(await moveImport(weft.db.people, importId, "cancelled", { ended_at: new Date(), progress: null })))
    throw wrongState(row, phrase`it has ended already`);
  return getJob(weft, importId, actor.language);
}

/** Begins a failed or cancelled import again with the same file and choices. */
export async function retryImport(weft: Weft, actor: Actor, importId: string): Promise<ImportJob> {
  const row = await getImport(weft, actor, importId, "import.create");
  const refusal = wrongState(row, phrase`only one that failed or was cancelled can begin again`);
  if (row.state === "ready") throw refusal;
  const isDraft = row.start === "review";
  await checkChoices(weft, actor, row.base_id, row.options, { isDraft, isHeld: row.submission_id !== null });
  const isFetched = row.source_url === null || (await weft.objects.sizeOf(row.object_key)) !== null;
  await weft.db.people.transaction().execute(async (trx) => {
    const fresh = { profile: null, progress: null, failure: null, rejects_key: null, first_rejects: "[]" };
    if (!(await moveImport(trx, importId, "waiting", { ...fresh, rejected: null, ended_at: null }))) throw refusal;
    await addJob(trx, isFetched ? "import.analyse" : "import.fetch", { importId });
  });
  if (row.rejects_key) await weft.objects.delete(row.rejects_key);
  return getJob(weft, importId, actor.language);
}

/** What was handed in waits as it is until it is accepted, which loads it, or sent back. */
function refuseHeld(row: ImportRow): void {
  if (row.submission_id) throw wrongState(row, phrase`it is handed in, and waits to be accepted or sent back`);
}

/** Says that an import cannot do this now, and why. */
export function wrongState(row: Pick<ImportRow, "id" | "state">, why: Phrase): Problem {
  return new Problem("import.wrong_state", phrase`The import ${row.id} is ${stateWords[row.state]}: ${why}.`);
}
