import { createClient } from "@weft/api/client";
import { getExport } from "@weft/api/exports";
import type { ImportJob } from "@weft/api/import-shapes";
import { downloadRejects, getImport, listImports, listRejects } from "@weft/api/imports";
import { listNotices } from "@weft/api/notices";
import type { ProblemBody } from "@weft/api/problems";
import { signIn } from "@weft/api/people";
import { listRows, updateRows } from "@weft/api/rows";
import { getTable } from "@weft/api/bases";
import { expect, test } from "vitest";
import { makeExport } from "../features/exports/exports.make.ts";
import { openLive } from "../live/live.make.ts";
import { makeTable } from "../features/tables/tables.make.ts";
import { runImport } from "../features/imports/imports.make.ts";
import { makeSession } from "../features/people/people.make.ts";
import type { TestWeft } from "../testing/weft.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

/** A person with two tabs: in one they read French, as their profile says; a program of theirs says nothing. */
async function makeReader(weft: TestWeft) {
  const person = await makePerson(weft);
  await weft.weft.db.people.updateTable("people").set({ language: "fr" }).where("id", "=", person.personId).execute();
  // The browser itself would rather have English: the profile wins.
  const headers = { ...(await makeSession(weft, person.personId)), "accept-language": "en" };
  return { ...person, headers, browser: createClient({ url: weft.url, headers }) };
}

const refused = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error("it was not refused")),
    (problem: unknown) => problem,
  );

const table = { fields: [{ name: "Âge", type: "number" as const, options: { decimals: 0 } }], rows: [{ Âge: 1 }] };

test("a French person reads in French why an edit, a filter or an address is refused; their program reads English", async () => {
  await using weft = await makeTestWeft();
  const reader = await makeReader(weft);
  const { id } = await makeTable(weft, reader, table);
  const edit = { params: { tableId: id }, query: {}, body: { rows: [{ id: 1, cells: { Âge: "vieux", Nom: "x" } }] } };
  expect(await refused(reader.browser.call(updateRows, edit))).toMatchObject({
    message: expect.stringMatching(/^Rien n’a été écrit dans .*\u00a0: Âge doit être un nombre, et 1 de plus\.$/),
    issues: [
      { path: "rows.0.cells.Âge", message: "Âge doit être un nombre" },
      { path: "rows.0.cells.Nom", message: "il n’y a pas de champ Nom" },
    ],
  });
  expect(await refused(reader.client.call(updateRows, edit))).toMatchObject({
    message: expect.stringMatching(/^Nothing was written to .*: Âge must be a number and 1 more\.$/),
    issues: [{ message: "Âge must be a number" }, { message: "there is no field Nom" }],
  });
  const filter = { field: "Âge", op: "contains", value: "x" } as never;
  expect(await refused(reader.browser.call(listRows, { params: { tableId: id }, query: { filter } }))).toMatchObject({
    message: expect.stringContaining("Âge, de type number\u00a0: utilisez "),
  });
  const tableId = id.replace(/.$/, (last) => (last === "a" ? "b" : "a"));
  expect(await refused(reader.browser.call(getTable, { params: { tableId } }))).toMatchObject({
    code: "table.not_found",
    message: `Il n’y a pas de table ${tableId}, ou elle ne vous est pas accessible.`,
  });
});

test("a failed import and its rejects are read in French by a French person, in English by an English one", async () => {
  await using weft = await makeTestWeft();
  const reader = await makeReader(weft);
  const other = await makePerson(weft, { workspaceId: reader.workspaceId, role: "viewer" });
  const { id } = await makeTable(weft, reader, table);
  const options = { mode: "append" as const, tableId: id, strict: true };
  const failed = await runImport(weft, reader, { text: "Âge\n2\nvieux\n", name: "ages.csv", options });
  expect(failed.state).toBe("failed");
  const params = { importId: failed.id };
  const [french, english] = await Promise.all(
    [reader.browser, other.client].map(async (client) => ({
      job: await client.call(getImport, { params }),
      listed: (await client.call(listImports, { params: { workspaceId: reader.workspaceId }, query: {} })).imports[0],
      rejects: (await client.call(listRejects, { params })).rejects,
    })),
  );
  expect(french?.job.failure?.text).toMatch(/^Des lignes ont été rejetées, et cet import est strict\u00a0:/);
  expect(french?.listed?.failure).toEqual(french?.job.failure);
  expect(french?.job.failure?.errors).toEqual([{ path: "ligne 3, Âge", message: "n’est pas un nombre entier" }]);
  expect(french?.rejects).toMatchObject([{ line: 3, value: "vieux", reason: "n’est pas un nombre entier" }]);
  expect(english?.job.failure?.errors).toEqual([{ path: "line 3, Âge", message: "is not a whole number" }]);
  expect(english?.rejects).toMatchObject([{ line: 3, value: "vieux", reason: "is not a whole number" }]);
  // One file for all, in the language of whoever handed it in.
  expect(await (await other.client.open(downloadRejects, { params })).text()).toContain("n’est pas un nombre entier");
  const { notices } = await reader.browser.call(listNotices, { query: {} });
  expect(notices[0]).toMatchObject({ title: "ages.csv n’a pas pu être chargé" });
  expect(notices[0]?.text).toBe(`${french?.job.failure?.text} Rien n’a été modifié.`);
  const [mail] = await weft.weft.db.people.selectFrom("mails").selectAll().execute();
  expect(mail?.text).toContain(french?.job.failure?.text);
});

test("steps of an import that are sent as events are in the language of whoever watches", async () => {
  await using weft = await makeTestWeft();
  const reader = await makeReader(weft);
  const failed = await runImport(weft, reader, { text: " ", name: "rien.csv" });
  const response = await fetch(`${weft.url}/api/v1/imports/${failed.id}/events`, { headers: reader.headers });
  const event = JSON.parse(/^data: (.*)$/m.exec(await response.text())?.[1] ?? "{}") as ImportJob;
  expect(failed.failure?.text).toMatch(/^rien\.csv holds no rows/);
  expect(event.failure?.text).toMatch(/^rien\.csv ne contient aucune ligne/);
});

test("failures that were kept in plain English before are read as they are", async () => {
  await using weft = await makeTestWeft();
  const reader = await makeReader(weft);
  const failed = await runImport(weft, reader, { text: " ", name: "rien.csv" });
  const kept = { code: "import.failed", text: "It failed.", errors: [{ path: "line 3", message: "is bad" }] };
  await weft.weft.db.people
    .updateTable("imports")
    .set({
      failure: JSON.stringify(kept),
      first_rejects: JSON.stringify([{ line: 3, column: null, value: null, reason: "is bad" }]),
    })
    .execute();
  const params = { importId: failed.id };
  expect((await reader.browser.call(getImport, { params })).failure).toEqual(kept);
  expect((await reader.browser.call(listRejects, { params })).rejects).toMatchObject([{ reason: "is bad" }]);
});

test("whoever is not signed in, or a program, is answered in the language it accepts, else in English", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const ask = async (accepted: string, headers: Record<string, string> = {}, path = "/api/v1/nowhere") => {
    const response = await fetch(weft.url + path, { headers: { ...headers, "accept-language": accepted } });
    const { title, detail } = (await response.json()) as ProblemBody;
    return [response.headers.get("content-language"), title, detail];
  };
  const french = ["fr", "Cette adresse n’existe pas", "Il n’y a rien à GET /api/v1/nowhere."];
  const english = ["en", "No such address", "There is nothing at GET /api/v1/nowhere."];
  expect(await ask("fr")).toEqual(french);
  expect(await ask("de, fr-CH;q=0.9, en;q=0.8")).toEqual(french);
  for (const accepted of ["en", "de", "*", "fr;q=0, en", "en, fr;q=0.9", ""])
    expect(await ask(accepted)).toEqual(english);
  const token = { authorization: `Bearer ${person.token}` };
  expect(await ask("fr", token, "/api/v1/imports/nonsense")).toEqual([
    "fr",
    "La requête a des défauts",
    "Une partie de la requête est à corriger.",
  ]);
  expect(await ask("fr", {}, "/api/v1/workspaces")).toEqual([
    "fr",
    "Connectez-vous d’abord",
    "Connectez-vous, ou envoyez un jeton sous la forme `Authorization: Bearer …`.",
  ]);
});

test("what zod finds, and what our own shapes say, is told in French too", async () => {
  await using weft = await makeTestWeft();
  const visitor = createClient({ url: weft.url, headers: { "accept-language": "fr" } });
  const problem = await refused(visitor.call(signIn, { body: { email: "ada", password: 7 as never } }));
  expect(problem).toMatchObject({
    message: "2 parties de la requête sont à corriger.",
    issues: [
      { path: "email", message: "n’est pas une adresse e-mail" },
      { path: "password", message: "Entrée invalide : chaîne de caractères attendu, nombre reçu" },
    ],
  });
  const person = await makePerson(weft);
  const program = createClient({ url: weft.url, token: person.token, headers: { "accept-language": "fr" } });
  expect(await refused(program.call(getExport, { params: { exportId: "x" } }))).toMatchObject({
    issues: [{ message: expect.stringMatching(/^n’est pas un identifiant de cette sorte\u00a0: il commence par exp/) }],
  });
});

test("on the live socket each person is told in their language, and so is why an export failed", async () => {
  await using weft = await makeTestWeft();
  const reader = await makeReader(weft);
  const other = await makePerson(weft, { workspaceId: reader.workspaceId, role: "viewer" });
  await using french = await openLive(weft.url, null, reader.headers);
  await using english = await openLive(weft.url, other.token);
  for (const client of [french, english]) {
    client.say({ type: "watch", tableId: "tblaaaaaaaaaaaaaa", since: 0 });
    client.say({ type: "watch_imports", workspaceId: reader.workspaceId });
    client.say({ type: "ping" });
    await client.until("pong");
  }
  expect(await french.until("problem")).toMatchObject([{ detail: expect.stringMatching(/^Il n’y a pas de table/) }]);
  expect(await english.until("problem")).toMatchObject([{ detail: expect.stringMatching(/^There is no table/) }]);
  await runImport(weft, reader, { text: " ", name: "rien.csv" });
  const failureTold = ({ heard }: typeof french) =>
    heard.flatMap((message) => (message.type === "import" ? (message.import.failure?.text ?? []) : []))[0];
  await expect.poll(() => failureTold(french)).toMatch(/^rien\.csv ne contient aucune ligne/);
  await expect.poll(() => failureTold(english)).toMatch(/^rien\.csv holds no rows/);
  const { id } = await makeTable(weft, reader, { fields: [{ name: "Ville" }], rows: [{ Ville: "Łódź" }] });
  const { job } = await makeExport(weft, reader, id, { csv: { encoding: "windows-1252" } });
  expect(job.failure).toMatch(/^Line 2 of the file has the sign “Ł”/);
  const failed = await reader.browser.call(getExport, { params: { exportId: job.id } });
  expect(failed.failure).toMatch(/^La ligne 2 du fichier contient le signe «\u00a0Ł\u00a0»/);
});
