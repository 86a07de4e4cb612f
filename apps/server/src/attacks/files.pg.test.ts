import { readdir } from "node:fs/promises";
import { relative } from "node:path";
import { downloadUpload } from "@weft/api/uploads";
import { expect, test } from "vitest";
import { makeExport } from "../features/exports/exports.make.ts";
import { makeTable } from "../features/tables/tables.make.ts";
import { makeUpload, sendTus, tusMetadata } from "../features/uploads/uploads.make.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

/** Files that are no data: names that lead elsewhere, and pages that want to run here. */

const names = [
  "../../../../tmp/weft-was-here.csv",
  "..\\..\\weft-was-here.csv",
  "/tmp/weft-was-here.csv",
  "C:\\weft-was-here.csv",
  "..",
  "%2e%2e%2fweft-was-here.csv",
  "weft-was-here.csv\r\nSet-Cookie: weft.session_token=planted",
  'weft-was-here.csv"; filename="x.html',
];

test("no name of a file leads out of the folder of files, or comes back as a path or a header", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  for (const name of names) {
    const { id } = await makeUpload(ada, name, "a\n1\n");
    const { headers } = await ada.client.open(downloadUpload, { params: { uploadId: id } });
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="[^"/\\\r\n]*"; filename\*=UTF-8''[^/\\\s]+$/,
    );
    expect(headers.get("content-disposition")).not.toMatch(/%2f|%5c/i);
    expect(headers.get("set-cookie")).toBeNull();
    const metadata = tusMetadata({ filename: name, workspaceId: ada.workspaceId });
    const begun = { method: "POST", headers: { "upload-length": "0", "upload-metadata": metadata } };
    expect((await sendTus(weft.url, ada.token, begun))?.status).toBe(201);
  }
  const folder = weft.weft.config.dataFolder;
  const kept = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = kept
    .filter((entry) => entry.isFile())
    .map((entry) => `${relative(folder, entry.parentPath)}/${entry.name}`);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(file).toMatch(/^objects\/[\w./-]+$/);
  for (const file of files) expect(file).not.toContain("weft-was-here");
});

test.each([
  ["page.html", "<!doctype html><script>alert(document.cookie)</script>"],
  ["drawing.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`],
  ["page.xhtml", `<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`],
  ["run.js", "alert(1)"],
  ["data.csv", "<script>alert(1)</script>\n1\n"],
])("%s comes back as a file that no browser shows, sniffs or runs", async (name, content) => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const { id } = await makeUpload(ada, name, content);
  const answer = await ada.client.open(downloadUpload, { params: { uploadId: id } });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": expect.stringMatching(/^attachment;/),
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(await answer.text()).toBe(content);
});

test("what people typed goes out in exports as a file too, under a name that is none of a path", async () => {
  await using weft = await makeTestWeft();
  const ada = await makePerson(weft);
  const table = await makeTable(weft, ada, { name: "../<script>x", rows: [{ Name: "<script>alert(1)</script>" }] });
  const { response } = await makeExport(weft, ada, table.id, { format: "csv" });
  expect(response?.headers.get("content-disposition")).toMatch(/^attachment; filename="[^"/\\]*"/);
  expect(response?.headers.get("content-type")).not.toContain("html");
  expect(response?.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
});
