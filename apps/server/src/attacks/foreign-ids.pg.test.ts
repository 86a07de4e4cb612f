import { createTable, updateBase, updateTable } from "@weft/api/bases";
import { createExport } from "@weft/api/exports";
import { createImport, listImports } from "@weft/api/imports";
import { Problem } from "@weft/api/problems";
import { listRows } from "@weft/api/rows";
import { tusPath } from "@weft/api/uploads";
import type { IdKind } from "@weft/model/ids";
import { makeId } from "@weft/model/ids";
import { expect, test } from "vitest";
import { makeImport } from "../features/imports/imports.make.ts";
import { makeTable } from "../features/tables/tables.make.ts";
import { makeUpload, sendTus } from "../features/uploads/uploads.make.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

/** Ids of another workspace's things where the address is one's own: in bodies and queries. Those in addresses are in the permission matrix. */

/** What a caller could tell apart, without the id that they asked for themselves. */
async function answerOf(asked: Promise<unknown>, id: string): Promise<unknown> {
  const answer = await asked.catch((error: unknown) => error);
  if (!(answer instanceof Problem)) return answer;
  return JSON.parse(JSON.stringify([answer.code, answer.message, answer.issues]).replaceAll(id, "…"));
}

test("an id of another workspace's thing in a body or a query gets just what an id of nothing gets", async () => {
  await using weft = await makeTestWeft();
  const [eve, ada] = [await makePerson(weft), await makePerson(weft)];
  const hers = await makeTable(weft, ada, { name: "Salaries", rows: [{ Name: "Ann" }] });
  const upload = await makeUpload(ada, "salaries.csv", "a\n1\n");
  const job = await makeImport(ada, { text: "a\n1\n" });
  const own = await makeTable(weft, eve, { name: "Own", rows: [{ Name: "Eve" }] });
  const base = { baseId: eve.baseId };
  const table = { tableId: own.id };
  const source = { text: "Name\nx\n" };
  const field = hers.fields[0]?.id as string;
  const tries: [kind: IdKind, id: string, ask: (id: string) => Promise<unknown>][] = [
    ["upload", upload.id, (id) => eve.client.call(createImport, { params: base, body: { source: { uploadId: id } } })],
    [
      "table",
      hers.id,
      (id) =>
        eve.client.call(createImport, { params: base, body: { source, options: { mode: "append", tableId: id } } }),
    ],
    [
      "import",
      job.id,
      (id) =>
        eve.client.call(createImport, {
          params: base,
          body: { source, options: { mode: "replace", tableId: own.id, replaces: id } },
        }),
    ],
    ["base", ada.baseId, (id) => eve.client.call(updateBase, { params: base, body: { before: id } })],
    ["table", hers.id, (id) => eve.client.call(updateTable, { params: table, body: { before: id } })],
    [
      "base",
      ada.baseId,
      (id) => eve.client.call(listImports, { params: { workspaceId: eve.workspaceId }, query: { baseId: id } }),
    ],
    [
      "table",
      hers.id,
      (id) => eve.client.call(listImports, { params: { workspaceId: eve.workspaceId }, query: { tableId: id } }),
    ],
    ["field", field, (id) => eve.client.call(listRows, { params: table, query: { sort: id } })],
    [
      "field",
      field,
      (id) => {
        const filter = JSON.stringify({ field: id, op: "is", value: "Ann" });
        return eve.client.call(listRows, { params: table, query: { filter } });
      },
    ],
    ["field", field, (id) => eve.client.call(createExport, { params: table, body: { fields: [id] } })],
  ];
  for (const [kind, id, ask] of tries) {
    const nothing = makeId(kind);
    expect(await answerOf(ask(id), id)).toEqual(await answerOf(ask(nothing), nothing));
  }
  const { rows } = await ada.client.call(listRows, { params: { tableId: hers.id } });
  expect(rows).toHaveLength(1);
});

test("a file that somebody else hands in can be neither gone on with, nor asked about, nor taken away", async () => {
  await using weft = await makeTestWeft();
  const [eve, ada] = [await makePerson(weft), await makePerson(weft)];
  const { id } = await makeUpload(ada, "a.csv", "a\n1\n");
  const headers = { "upload-offset": "0" };
  for (const method of ["HEAD", "PATCH", "DELETE"]) {
    const body = method === "PATCH" ? Buffer.from("x") : undefined;
    const hidden = await sendTus(weft.url, eve.token, { method, id, headers, body });
    const nothing = await sendTus(weft.url, eve.token, { method, id: makeId("upload"), headers, body });
    expect(hidden?.status).toBe(404);
    expect(hidden?.status).toBe(nothing?.status);
  }
  const escaping = await fetch(`${weft.url}${tusPath}/..%2f..%2f${id}`, {
    method: "HEAD",
    headers: { authorization: `Bearer ${ada.token}`, "tus-resumable": "1.0.0" },
  });
  expect(escaping.status).toBe(404);
});

test("a table of another base cannot be named as the place where one's own is made", async () => {
  await using weft = await makeTestWeft();
  const [eve, ada] = [await makePerson(weft), await makePerson(weft)];
  await expect(
    eve.client.call(createTable, { params: { baseId: ada.baseId }, body: { name: "Mine" } }),
  ).rejects.toMatchObject({ code: "base.not_found" });
});
