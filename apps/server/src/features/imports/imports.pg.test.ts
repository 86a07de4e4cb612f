import { getTable } from "@weft/api/bases";
import { listChanges } from "@weft/api/changes";
import * as api from "@weft/api/imports";
import { expect, test } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { makeUpload } from "../uploads/uploads.make.ts";
import { makeImport, readTable, runImport } from "./imports.make.ts";

const twoColumns = [
  { name: "Code", type: "text" as const },
  { name: "Count", type: "number" as const, options: { decimals: 0 } },
];

/** The column Count, to be read as whole numbers whatever was detected. */
const wholeCount = { index: 1, shape: { type: "number" as const, options: { decimals: 0 } } };

test("a file handed in becomes a table, and all that follows is committed with it", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const handedIn = await makeImport(person, { text: "Code,Count\nab,1\ncd,2\n", name: "my_parts.csv" });
  expect(handedIn).toMatchObject({ state: "waiting", tableId: null, upload: { name: "my_parts.csv", sizeBytes: 21 } });
  await runJobs(weft.weft);
  const done = await person.client.call(api.getImport, { params: { importId: handedIn.id } });
  expect(done).toMatchObject({
    state: "done",
    tableName: "my parts",
    totals: { read: 2, loaded: 2, rejected: 0, created: 2, updated: 0 },
    hasRejects: false,
    canUndo: true,
    failure: null,
  });
  expect(done.upload.sha256).toMatch(/^[0-9a-f]{64}$/);
  const tableId = done.tableId as string;
  expect(await readTable(weft, person, tableId)).toEqual(["ab,1", "cd,2"]);
  const table = await person.client.call(getTable, { params: { tableId } });
  expect(table.fields.map(({ name, type }) => [name, type])).toEqual([
    ["Code", "text"],
    ["Count", "number"],
  ]);
  const { changes } = await person.client.call(listChanges, { params: { tableId }, query: { since: 0 } });
  expect(changes).toMatchObject([{ number: 1, kind: "rows.imported", importId: done.id, personId: person.personId }]);
});

test("rows that do not fit are rejected one by one, and mended they can be handed in again", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const numbers = Array.from({ length: 20 }, (_, i) => `k${i},${i}\n`).join("");
  const text = `Code,Count\n${numbers}"x,y",lots\n`;
  const done = await runImport(weft, person, { text, name: "parts.csv", options: { columns: [wholeCount] } });
  expect(done).toMatchObject({ state: "done", hasRejects: true, totals: { read: 21, loaded: 20, rejected: 1 } });
  const params = { importId: done.id };
  expect(await person.client.call(api.listRejects, { params })).toMatchObject({
    total: 1,
    rejects: [{ line: 22, column: "Count", value: "lots" }],
  });
  const file = await person.client.open(api.downloadRejects, { params });
  expect(file.headers.get("content-disposition")).toContain("parts%20rejects.csv");
  const rejects = await file.text();
  expect(rejects).toMatch(/^line,column,value,reason,Code,Count\r\n22,Count,lots,[^\r\n]+,"x,y",lots\r\n$/);

  const mended = rejects.replace(/lots\r\n$/, "77\r\n");
  const again = await runImport(weft, person, {
    text: mended,
    options: { mode: "append", tableId: done.tableId as string },
  });
  expect(again).toMatchObject({ state: "done", totals: { read: 1, loaded: 1 } });
  expect((await readTable(weft, person, done.tableId as string)).at(-1)).toBe("x,y,77");
});

test("strict: one reject and nothing is loaded, but the rejects are there to mend", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const rows = `${Array.from({ length: 20 }, (_, i) => `k${i},${i}\n`).join("")}bad,lots\n`;
  for (const options of [{ strict: true }, { rejectsMax: 0 }]) {
    const columns = [wholeCount];
    const failed = await runImport(weft, person, { text: `Code,Count\n${rows}`, options: { ...options, columns } });
    expect(failed).toMatchObject({ state: "failed", tableId: null, totals: null, hasRejects: true });
    expect(failed.failure).toMatchObject({ code: "import.rejects", errors: [{ path: "line 22, Count" }] });
    const rejects = await person.client.call(api.listRejects, { params: { importId: failed.id } });
    expect(rejects.total).toBe(1);
  }
  const { rows: tables } = await weft.weft.db.dataPool.query("select from pg_tables where schemaname = $1", [
    person.baseId,
  ]);
  expect(tables).toHaveLength(0);
  const lenient = await runImport(weft, person, {
    text: `Code,Count\n${rows}`,
    options: { rejectsMax: 1, columns: [wholeCount] },
  });
  expect(lenient.state).toBe("done");
});

test("append matches columns by name whatever their case, accents and spaces, and adds after what is there", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, {
    fields: [{ name: "Élan vital" }, ...twoColumns],
    rows: [{ Code: "old" }],
  });
  const done = await runImport(weft, person, {
    text: "COUNT,elan_vital,code\n5,x,new\n",
    options: { mode: "append", tableId: table.id },
  });
  expect(done).toMatchObject({ state: "done", tableId: table.id, totals: { created: 1 } });
  expect(await readTable(weft, person, table.id)).toEqual([",old,", "x,new,5"]);
});

test("a column that fits no field is asked about, may become a new field, and the choice is remembered", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { fields: twoColumns });
  const [code] = table.fields;
  const options = { mode: "append" as const, tableId: table.id };
  const text = "Part number,Count,Extra\nab,1,hello\n";
  const failed = await runImport(weft, person, { text, options });
  expect(failed.failure).toMatchObject({
    code: "import.options_invalid",
    errors: [{ path: "columns.0.fieldId" }, { path: "columns.2.fieldId" }],
  });
  const columns = [
    { index: 0, fieldId: code?.id },
    { index: 2, fieldId: null },
  ];
  expect((await runImport(weft, person, { text, options: { ...options, columns } })).state).toBe("done");
  expect(await readTable(weft, person, table.id)).toEqual(["ab,1,hello"]);
  const waiting = await runImport(weft, person, { text, options, start: "review" });
  const { matches, sameFile } = await person.client.call(api.getProfile, { params: { importId: waiting.id } });
  expect(matches.map(({ how }) => how)).toEqual(["remembered", "name", "name"]);
  expect(sameFile).toMatchObject([{ tableId: table.id, tableName: table.name }]);
});

test("replace puts the file's rows in place of all others", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, {
    fields: twoColumns,
    rows: [
      { Code: "a", Count: 1 },
      { Code: "b", Count: 2 },
    ],
  });
  const done = await runImport(weft, person, {
    text: "Code,Count\nz,9\n",
    options: { mode: "replace", tableId: table.id },
  });
  expect(done.totals).toMatchObject({ read: 1, created: 1 });
  expect(await readTable(weft, person, table.id)).toEqual(["z,9"]);
  const { rows } = await weft.weft.db.dataPool.query(`select id from "${person.baseId}"."${table.id}"`);
  expect(rows).toEqual([{ id: 3 }]);
});

test("update by key changes what is there, adds the rest, and says of doubtful keys which they are", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const rows = [
    { Code: "a", Count: 1 },
    { Code: "b", Count: 2 },
    { Code: "twin", Count: 3 },
    { Code: "twin", Count: 4 },
  ];
  const table = await makeTable(weft, person, { fields: twoColumns, rows });
  const done = await runImport(weft, person, {
    text: "Code,Count\na,10\nb,2\nc,5\nc,6\n,7\ntwin,8\n",
    options: { mode: "upsert", tableId: table.id, keys: ["code"] },
  });
  expect(done).toMatchObject({
    state: "done",
    totals: { read: 6, loaded: 3, rejected: 3, created: 1, updated: 2 },
  });
  expect(await readTable(weft, person, table.id)).toEqual(["a,10", "b,2", "twin,3", "twin,4", "c,6"]);
  const { rejects } = await person.client.call(api.listRejects, { params: { importId: done.id } });
  expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
    [4, expect.stringContaining("a later row of the file has the same Code")],
    [6, expect.stringContaining("has no value in Code")],
    [7, expect.stringContaining("several rows of the table")],
  ]);
  const { rows: changed } = await weft.weft.db.dataPool.query(
    `select id from "${person.baseId}"."${table.id}" where _change is not null`,
  );
  expect(changed).toEqual([{ id: 1 }]);
});

test("a choice field learns the names a file brings", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const options = { choices: [{ name: "red", color: "red" as const }] };
  const table = await makeTable(weft, person, { fields: [{ name: "Colour", type: "choice", options }] });
  const done = await runImport(weft, person, {
    text: "Colour\nred\nblue\nblue\n",
    options: { mode: "append", tableId: table.id },
  });
  expect(done.state).toBe("done");
  const after = await person.client.call(getTable, { params: { tableId: table.id } });
  expect(after.fields[0]?.options).toMatchObject({ choices: [{ name: "red" }, { name: "blue" }] });
});

test("every fault of the choices is told at once, before anything is read", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  await makeTable(weft, person, { name: "Taken" });
  const call = makeImport(person, { options: { mode: "upsert" } });
  await expect(call).rejects.toMatchObject({
    code: "import.options_invalid",
    issues: [{ path: "tableId" }, { path: "keys" }],
  });
  await expect(makeImport(person, { options: { tableName: "taken" } })).rejects.toMatchObject({
    issues: [{ path: "tableName" }],
  });
  const stranger = await makePerson(weft);
  const foreign = await makeTable(weft, stranger);
  await expect(makeImport(person, { options: { mode: "append", tableId: foreign.id } })).rejects.toMatchObject({
    code: "table.not_found",
  });
  const upload = await makeUpload(stranger, "x.csv", "a\n1\n");
  await expect(makeImport(person, { source: { uploadId: upload.id } })).rejects.toMatchObject({
    code: "upload.not_found",
  });
});

test("two tables from files of one name get names of their own", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  await runImport(weft, person, { name: "parts.csv" });
  expect((await runImport(weft, person, { name: "parts.csv" })).tableName).toBe("parts 2");
});

test("an import that nobody may know of answers like one that does not exist", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const stranger = await makePerson(weft);
  const done = await runImport(weft, person, {});
  for (const endpoint of [api.getImport, api.getProfile, api.listRejects]) {
    const call = stranger.client.call(endpoint as typeof api.getImport, { params: { importId: done.id } });
    await expect(call).rejects.toMatchObject({ code: "import.not_found" });
  }
});

test("the one-call import takes the body as the file", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const response = await person.client.open(api.importFile, {
    params: { baseId: person.baseId },
    query: { name: "call.csv", tableName: "By call", text: true },
    body: "a,b\n1,2\n",
  });
  expect(response.status).toBe(202);
  await runJobs(weft.weft);
  const { imports } = await person.client.call(api.listImports, { params: { workspaceId: person.workspaceId } });
  expect(imports).toMatchObject([{ state: "done", tableName: "By call", options: { text: true } }]);
});

test("the list of imports goes on exactly where a page ended", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const made: string[] = [];
  for (let i = 0; i < 5; i++) made.unshift((await makeImport(person, {})).id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await person.client.call(api.listImports, {
      params: { workspaceId: person.workspaceId },
      query: { limit: 2, cursor },
    });
    seen.push(...page.imports.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(made);
});
