import type { Readable } from "node:stream";
import type { ReplyOf } from "@weft/api/endpoint";
import type { ImportJob, ImportOptions } from "@weft/api/import-shapes";
import type * as contract from "@weft/api/imports";
import { Problem } from "@weft/api/problems";
import { makeId } from "@weft/model/ids";
import type { Permission } from "@weft/model/permissions";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import { phrase } from "@weft/model/texts/phrase";
import type { Actor } from "../../actor.ts";
import { cutPage, readCursor } from "../../doors/page-cursor.ts";
import { addJob } from "../../jobs/add-job.ts";
import type { Weft } from "../../weft.ts";
import { checkAddress } from "../outgoing/outgoing.ts";
import { getCatalogTable } from "../tables/tables.catalog.ts";
import { getWholeUpload } from "../uploads/uploads.actions.ts";
import { limitBytes } from "../uploads/uploads.limit.ts";
import { insertUpload } from "../uploads/uploads.store.ts";
import { access, accessByName } from "../workspaces/workspaces.access.ts";
import { matchColumns } from "./imports.columns.ts";
import { changesReading, checkOptions, findRemembered, optionsInvalid, planLoad } from "./imports.plan.ts";
import { countReplaced, findReplaceable } from "./imports.replaced.ts";
import { showImport } from "./imports.shown.ts";
import { stateWords } from "./imports.states.ts";
import type { ImportRow } from "./imports.store.ts";
import { findImport, findImportJobs, findSameFile, insertImport, moveImport, setOptions } from "./imports.store.ts";

/** Where a file to import comes from. */
type ImportSource = { uploadId: string } | { url: string } | { body: Readable; name: string };

/** Takes an import on: its file's row, its own and its job are committed together. */
export async function createImport(
  weft: Weft,
  actor: Actor,
  wanted: { baseId: string; source: ImportSource; options: ImportOptions; start: "review" | "now" },
): Promise<ImportJob> {
  const { workspaceId } = await access(weft, actor, "import.create", { baseId: wanted.baseId });
  await checkChoices(weft, actor, wanted.baseId, wanted.options, wanted.start === "review");
  const file = await takeFile(weft, actor, workspaceId, wanted.source);
  const importId = makeId("import");
  const sourceUrl = "url" in wanted.source ? wanted.source.url : null;
  await weft.db.people.transaction().execute(async (trx) => {
    if (file.isNew) await insertUpload(trx, { ...file, workspaceId, personId: actor.personId });
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
  });
  return getJob(weft, importId, actor.language);
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
  isDraft: boolean,
): Promise<void> {
  // A draft may still be led into a table that is there.
  if (options.mode === "new" && !isDraft) await access(weft, actor, "table.create", { baseId });
  if (options.tableId && options.mode !== "new")
    await access(weft, actor, "import.create", { tableId: options.tableId });
  if (options.mode !== "new" && options.columns.some(({ fieldId }) => fieldId === null))
    await access(weft, actor, "field.create", options.tableId ? { tableId: options.tableId } : { baseId });
  const issues = await checkOptions(weft.db.data, baseId, options, isDraft);
  if (issues.length > 0) throw optionsInvalid(issues);
}

/** An import the actor may act on so, or `import.not_found`, which tells nothing to those who may not know of it. */
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
  await access(weft, actor, permission, { baseId: row.base_id }).catch(hiding);
  // Its file says what is in its table, which may lie in the trash by now.
  if (row.table_id) await access(weft, actor, permission, { tableId: row.table_id }, { trashed: true }).catch(hiding);
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
  wanted: { workspaceId: string; baseId?: string; tableId?: string; limit?: number; cursor?: string },
): Promise<{ imports: ImportJob[]; next: string | null }> {
  await access(weft, actor, "import.read", { workspaceId: wanted.workspaceId });
  const sight = await accessByName(weft, actor, "workspace.read", { workspaceId: wanted.workspaceId });
  const limit = wanted.limit ?? 50;
  const found = await findImportJobs(weft.db.people, {
    ...wanted,
    sight,
    limit: limit + 1,
    before: readCursor(wanted.cursor),
  });
  const { rows, next } = cutPage(found, limit);
  return { imports: rows.map(({ job }) => showImport(job, actor.language)), next };
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
  const table = mode !== "new" && tableId ? await getCatalogTable(weft.db.data, tableId) : null;
  return {
    profile: row.profile,
    sameFile: await findSameFile(weft.db.people, row),
    matches: table ? matchColumns(row.profile, table.fields, await findRemembered(weft.db.data, table.id)) : [],
    replaceable: table && mode === "replace" ? await findReplaceable(weft.db.data, table) : [],
    replaced: table && row.options.replaces ? await countReplaced(weft.db.data, table, row.options.replaces) : null,
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
  await checkChoices(weft, actor, row.base_id, options, true);
  if (!changesReading(row.options, options, row.profile)) {
    await planLoad(weft.db.data, { ...row, options }, true);
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
  await checkChoices(weft, actor, row.base_id, row.options, false);
  await planLoad(weft.db.data, row);
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
  await checkChoices(weft, actor, row.base_id, row.options, row.start === "review");
  const isFetched = row.source_url === null || (await weft.objects.sizeOf(row.object_key)) !== null;
  await weft.db.people.transaction().execute(async (trx) => {
    const fresh = { profile: null, progress: null, failure: null, rejects_key: null, first_rejects: "[]" };
    if (!(await moveImport(trx, importId, "waiting", { ...fresh, rejected: null, ended_at: null }))) throw refusal;
    await addJob(trx, isFetched ? "import.analyse" : "import.fetch", { importId });
  });
  if (row.rejects_key) await weft.objects.delete(row.rejects_key);
  return getJob(weft, importId, actor.language);
}

/** Says that an import cannot do this now, and why. */
export function wrongState(row: Pick<ImportRow, "id" | "state">, why: Phrase): Problem {
  return new Problem("import.wrong_state", phrase`The import ${row.id} is ${stateWords[row.state]}: ${why}.`);
}
