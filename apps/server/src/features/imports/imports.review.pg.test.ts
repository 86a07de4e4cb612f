import * as api from "@weft/api/imports";
import { expect, test, vi } from "vitest";
import { runJobs } from "../../testing/jobs.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeUpload } from "../uploads/uploads.make.ts";
import { makeImport, readTable, runImport } from "./imports.make.ts";

test("an import to be looked at waits, takes other choices without reading again, and loads when told to", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const waiting = await runImport(weft, person, { text: "Code,Count\nab,1\ncd,2\n", start: "review" });
  expect(waiting).toMatchObject({ state: "ready", tableId: null });
  const params = { importId: waiting.id };
  const { profile } = await person.client.call(api.getProfile, { params });
  expect(profile.columns.map(({ name }) => name)).toEqual(["Code", "Count"]);
  const columns = [
    { index: 0, name: "Part" },
    { index: 1, shape: { type: "text" as const, options: {} } },
  ];
  const changed = await person.client.call(api.updateImport, {
    params,
    body: { options: { tableName: "Mine", columns } },
  });
  expect(changed).toMatchObject({ state: "ready", options: { tableName: "Mine" } });
  expect((await person.client.call(api.startImport, { params })).state).toBe("loading");
  await runJobs(weft.weft);
  const done = await person.client.call(api.getImport, { params });
  expect(done).toMatchObject({ state: "done", tableName: "Mine" });
  expect(await readTable(weft, person, done.tableId as string)).toEqual(["ab,1", "cd,2"]);
  await expect(person.client.call(api.startImport, { params })).rejects.toMatchObject({ code: "import.wrong_state" });
});

test("another way of reading makes the file be read again, and then it waits again", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const waiting = await runImport(weft, person, { text: "Code,Count\nab,1\n", start: "review" });
  const params = { importId: waiting.id };
  const changed = await person.client.call(api.updateImport, {
    params,
    body: { options: { reading: { headerRows: 0 } } },
  });
  expect(changed.state).toBe("waiting");
  await expect(person.client.call(api.getProfile, { params })).rejects.toMatchObject({ code: "import.wrong_state" });
  await runJobs(weft.weft);
  const again = await person.client.call(api.getProfile, { params });
  expect(again.profile.reading.headerRows).toBe(0);
  const same = { reading: { headerRows: 0 } };
  const kept = await person.client.call(api.updateImport, { params, body: { options: same } });
  expect(kept.state).toBe("ready");
});

test("an encoding that was only assumed is said, and choosing another reads the same upload again", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  // “Имя;Год” and “Аня;1990” in Windows-1251.
  const bytes = Buffer.from("c8ecff3bc3eee40ac0edff3b313939300a", "hex");
  const upload = await makeUpload(person, "people.csv", bytes);
  const { id } = await runImport(weft, person, { source: { uploadId: upload.id }, start: "review" });
  const params = { importId: id };
  const first = await person.client.call(api.getProfile, { params });
  expect(first.profile.reading.encoding).toBe("windows-1252");
  expect(first.profile.warnings).toEqual([{ code: "assumed_windows_1252", count: 1, line: 1 }]);

  const options = { reading: { encoding: "windows-1251" as const } };
  await person.client.call(api.updateImport, { params, body: { options } });
  await runJobs(weft.weft);
  const second = await person.client.call(api.getProfile, { params });
  expect(second.profile.columns.map(({ name }) => name)).toEqual(["Имя", "Год"]);
  expect(second.profile.warnings).toEqual([]);
  await person.client.call(api.startImport, { params });
  await runJobs(weft.weft);
  const done = await person.client.call(api.getImport, { params });
  expect(done).toMatchObject({ state: "done", upload: { id: upload.id } });
  expect(await readTable(weft, person, done.tableId as string)).toEqual(["Аня,1990"]);
});

test("every fault of the choices for a file that is known is told at once", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const waiting = await runImport(weft, person, { text: "Code,Count\nab,1\n", start: "review" });
  const columns = [
    { index: 0, name: "Same" },
    { index: 1, name: "same" },
    { index: 7, skip: true },
  ];
  const call = person.client.call(api.updateImport, {
    params: { importId: waiting.id },
    body: { options: { columns } },
  });
  await expect(call).rejects.toMatchObject({
    code: "import.options_invalid",
    issues: [{ path: "columns.2.index" }, { path: "columns.1.name" }],
  });
});

test("what is still to be chosen for a table may stay open while an import waits, and is told when it is started", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const first = await runImport(weft, person, { text: "Code,Count\nab,1\n" });
  const waiting = await runImport(weft, person, { text: "Code,Height\nab,2\n", start: "review" });
  const params = { importId: waiting.id };
  const options = { mode: "upsert" as const, tableId: first.tableId as string };
  const draft = await person.client.call(api.updateImport, { params, body: { options } });
  expect(draft).toMatchObject({ state: "ready", options });
  expect((await person.client.call(api.getProfile, { params })).matches).toMatchObject([
    { how: "name" },
    { how: "none" },
  ]);
  await expect(person.client.call(api.startImport, { params })).rejects.toMatchObject({
    code: "import.options_invalid",
    issues: [{ path: "keys" }],
  });
  await person.client.call(api.updateImport, { params, body: { options: { ...options, keys: ["Code"] } } });
  await expect(person.client.call(api.startImport, { params })).rejects.toMatchObject({
    code: "import.options_invalid",
    issues: [{ path: "columns.1.fieldId" }],
  });
  const columns = [{ index: 1, fieldId: null }];
  await person.client.call(api.updateImport, { params, body: { options: { ...options, keys: ["Code"], columns } } });
  expect((await person.client.call(api.startImport, { params })).state).toBe("loading");
});

test("every change of an import makes its step grow, so that an answer that comes late is known to be old", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { id, step: made } = await makeImport(person, { start: "review" });
  const params = { importId: id };
  await runJobs(weft.weft);
  const { step: ready } = await person.client.call(api.getImport, { params });
  const { step: changed } = await person.client.call(api.updateImport, { params, body: { options: { strict: true } } });
  const { step: started } = await person.client.call(api.startImport, { params });
  expect([made, ready, changed, started]).toEqual([made, ready, changed, started].toSorted((a, b) => a - b));
  expect(new Set([made, ready, changed, started]).size).toBe(4);
});

test("an import that waits can be cancelled and begun again", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { id } = await makeImport(person, {});
  const params = { importId: id };
  expect((await person.client.call(api.cancelImport, { params })).state).toBe("cancelled");
  await runJobs(weft.weft);
  expect((await person.client.call(api.getImport, { params })).state).toBe("cancelled");
  await expect(person.client.call(api.cancelImport, { params })).rejects.toMatchObject({ code: "import.wrong_state" });
  expect((await person.client.call(api.retryImport, { params })).state).toBe("waiting");
  await runJobs(weft.weft);
  expect((await person.client.call(api.getImport, { params })).state).toBe("done");
  await expect(person.client.call(api.retryImport, { params })).rejects.toMatchObject({ code: "import.wrong_state" });
});

test("who watches an import hears of every step until it has ended", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { id } = await makeImport(person, {});
  const response = await person.client.open(api.watchImport, { params: { importId: id } });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const running = runJobs(weft.weft);
  const events = (await response.text()).split("\n\n").filter(Boolean);
  await running;
  const states = events.map((event) => (JSON.parse(event.split("data: ")[1] ?? "{}") as { state: string }).state);
  expect(events.every((event) => event.startsWith("event: import\n"))).toBe(true);
  expect([states[0], states.at(-1)]).toEqual(["waiting", "done"]);
});

test("an import begun again keeps its new rejects, however late the old ones are thrown away", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const columns = [{ index: 0, shape: { type: "number" as const, options: { decimals: 0 } } }];
  const failed = await runImport(weft, person, { text: "n\n1\nx\n", options: { columns, strict: true } });
  expect(failed.hasRejects).toBe(true);
  const late = vi.spyOn(weft.weft.objects, "delete").mockImplementationOnce(async (key) => {
    await runJobs(weft.weft);
    await weft.weft.objects.delete(key);
  });
  await person.client.call(api.retryImport, { params: { importId: failed.id } });
  expect(late).toHaveBeenCalledTimes(2);
  const file = await person.client.open(api.downloadRejects, { params: { importId: failed.id } });
  expect(await file.text()).toContain("x");
});
