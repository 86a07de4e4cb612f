import { Readable } from "node:stream";
import type { JsonValue } from "@weft/model/fields/field";
import type { Language, Phrase } from "@weft/model/texts/phrase";
import type pg from "pg";
import { ZipFile } from "yazl";
import { say } from "../../language/say.ts";
import type { Weft } from "../../weft.ts";
import { showEntry } from "../audit/audit.files.ts";
import { findEntries } from "../audit/audit.store.ts";
import { findExportFile } from "../exports/exports.actions.ts";
import type { KeptNotice } from "../notices/notices.store.ts";
import { access } from "../workspaces/workspaces.access.ts";
import { changedTables, documents, files, readRows } from "./take-along.queries.ts";
import { readmeIn } from "./take-along.readme.ts";

/** What is written into the file, and through which open transaction it is read. */
interface Source {
  weft: Weft;
  client: pg.PoolClient;
  personId: string;
  language: Language;
}

/** One entry of the file; opened when its turn has come. */
interface Part {
  path: string;
  /** Known of what lies in the object store: it is packed already, or not worth packing. */
  sizeBytes?: number;
  open: () => Promise<Readable>;
}

/** From so many bytes on a ZIP entry needs the larger format. */
const bigBytes = 0xff_ff_ff_ff;

/** All that is kept of a person as a ZIP file, made while it is read: no more than some rows are in memory. */
export async function writeZip(source: Source): Promise<Readable> {
  const zip = new ZipFile();
  const file = zip.outputStream as Readable;
  const fail = (error: Error) => file.destroy(error);
  let current: Readable | null = null;
  file.on("close", () => current?.destroy());
  zip.on("error", fail);
  zip.addBuffer(Buffer.from(readmeIn(source.language)), "README.txt");
  for (const part of await partsOf(source)) {
    const { sizeBytes: size } = part;
    const options = size === undefined ? {} : { size, compress: false, forceZip64Format: size >= bigBytes };
    const open = async () => {
      const stream = await part.open();
      current = stream.on("error", fail);
      return stream;
    };
    zip.addReadStreamLazy(part.path, options, (give) => void open().then((stream) => give(null, stream), fail));
  }
  zip.end();
  return file;
}

async function partsOf(source: Source): Promise<Part[]> {
  const { client, personId } = source;
  const tables = await findReadable(source);
  const lines = (path: string, open: () => AsyncIterable<object>): Part => ({
    path,
    open: async () => Readable.from(toLines(open()), { objectMode: false }),
  });
  const text = (path: string, write: () => Promise<unknown>): Part => ({
    path,
    open: async () => Readable.from([Buffer.from(`${JSON.stringify(await write(), null, 2)}\n`)]),
  });
  return [
    ...Object.entries(documents).map(([path, query]) =>
      text(path, async () => {
        const { rows } = await client.query({ text: query, values: [personId], rowMode: "array" });
        return (rows as unknown[][])[0]?.[0];
      }),
    ),
    lines("notices.ndjson", () => readNotices(source)),
    lines("imports.ndjson", () => readRows(client, "imports", personId)),
    lines("hand-ins.ndjson", () => readRows(client, "hand-ins", personId)),
    lines("exports.ndjson", () => readRows(client, "exports", personId)),
    lines("audit.ndjson", () => readEntries(source)),
    text("tables.json", async () => [...tables].map(([id, table]) => ({ id, ...table }))),
    lines("changes.ndjson", () => readChanges(source, new Set(tables.keys()))),
    ...(await findFiles(source)),
  ];
}

/** Tables whose rows the person may read today, all of them and all fields: only there are cells theirs to see. */
async function findReadable({ weft, client, personId }: Source) {
  const { rows } = await client.query<{ id: string; name: string; isRuled: boolean; fields: JsonValue }>(
    changedTables,
    [personId],
  );
  const readable = new Map<string, { name: string; fields: JsonValue }>();
  for (const { id, name, isRuled, fields } of rows) {
    const asked = access(weft, { personId, tokenScopes: null }, "row.read", { tableId: id });
    const granted = await asked.catch(() => null);
    if (granted && (!isRuled || granted.role === "owner")) readable.set(id, { name, fields });
  }
  return readable;
}

async function* readChanges({ client, personId }: Source, readable: ReadonlySet<string>): AsyncGenerator<object> {
  const changes = readRows<{ table_id: string; number: number; at: Date; kind: string }>(client, "changes", personId);
  for await (const change of changes) {
    const { table_id, at, kind } = change;
    yield readable.has(table_id) ? change : { table_id, at, kind };
  }
}

async function* readNotices({ client, personId, language }: Source): AsyncGenerator<object> {
  for await (const { data, ...rest } of readRows<{ data: KeptNotice }>(client, "notices", personId))
    yield {
      ...rest,
      title: say(data.title, language),
      text: data.text === null ? null : say(data.text as Phrase, language),
    };
}

async function* readEntries({ weft, personId }: Source): AsyncGenerator<object> {
  const limit = 500;
  for (let beyond = 0; ;) {
    const found = await findEntries(weft.db.people, { person: personId }, { beyond, order: "asc", limit });
    yield* found.map(showEntry);
    if (found.length < limit) return;
    beyond = found.at(-1)?.number ?? beyond;
  }
}

/** Whether an export would be handed out today: not when other things were hidden when it was made. */
async function isTheirs(weft: Weft, personId: string, exportId: string): Promise<boolean> {
  return findExportFile(weft, { personId, tokenScopes: null }, exportId).then(
    () => true,
    () => false,
  );
}

async function findFiles({ weft, client, personId }: Source): Promise<Part[]> {
  const { rows } = await client.query<{ folder: string; id: string; name: string; object_key: string }>(files, [
    personId,
  ]);
  const parts: Part[] = [];
  for (const { folder, id, name, object_key } of rows) {
    if (folder === "exports" && !(await isTheirs(weft, personId, id))) continue;
    const sizeBytes = await weft.objects.sizeOf(object_key);
    if (sizeBytes === null) continue;
    const path = `files/${folder}/${id}-${fileNameOf(name)}`;
    parts.push({ path, sizeBytes, open: () => weft.objects.get(object_key) });
  }
  return parts;
}

/** A name that is a name and no path, wherever the file is unpacked. */
function fileNameOf(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control letters have no place in file names
  return name.replaceAll(/[\u0000-\u001f<>:"/\\|?*]/g, "_").slice(-100);
}

async function* toLines(rows: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
