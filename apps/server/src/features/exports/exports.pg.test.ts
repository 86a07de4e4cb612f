import { cancelExport, createExport, downloadExport, exportFormats, getExport, listExports } from "@weft/api/exports";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { TestPerson, TestWeft } from "../../testing/weft.ts";
import { makePerson, makeTestWeft } from "../../testing/weft.ts";
import { makeTable } from "../tables/tables.make.ts";
import { expireExports, writeExport } from "./exports.jobs.ts";
import { makeExport } from "./exports.make.ts";
import { openSnapshot } from "./exports.snapshot.ts";

let weft: TestWeft;
let ann: TestPerson;
let tableId: string;

beforeAll(async () => {
  weft = await makeTestWeft();
  ann = await makePerson(weft);
  tableId = (await makeTable(weft, ann, { rows: [{ Name: "a" }, { Name: "b" }, { Name: "c" }, { Name: "d" }] })).id;
});

afterAll(() => weft[Symbol.asyncDispose]());

describe("the job", () => {
  test("its end is told to the person, and running it again changes nothing", async () => {
    const { job } = await makeExport(weft, ann, tableId, {});
    await writeExport(weft.weft, { exportId: job.id });
    expect(await ann.client.call(getExport, { params: { exportId: job.id } })).toEqual(job);
    const notices = await weft.weft.db.people
      .selectFrom("notices")
      .select(["kind", "data"])
      .where("person_id", "=", ann.personId)
      .orderBy("created_at", "desc")
      .limit(1)
      .execute();
    expect(notices[0]).toMatchObject({
      kind: "export_ready",
      data: {
        title: { values: [job.fileName] },
        figures: [[{ template: "Rows" }, 4]],
        link: `/api/v1/exports/${job.id}/file`,
      },
    });
  });

  test("its file is sent with its length, unpacked, to clients that would take it packed", async () => {
    const { response, file } = await makeExport(weft, ann, tableId, {});
    expect(response?.headers.get("content-length")).toBe(String(file.length));
    expect(response?.headers.get("content-encoding")).toBeNull();
  });

  test("it is committed with its export, in the exporter's hands", async () => {
    const { id } = await ann.client.call(createExport, { params: { tableId }, body: {} });
    const { rows: jobs } = await weft.weft.db.peoplePool.query(
      "select task_identifier from graphile_worker.jobs where task_identifier = 'export.write' order by id desc limit 1",
    );
    expect(jobs).toHaveLength(1);
    expect(await ann.client.call(getExport, { params: { exportId: id } })).toMatchObject({ state: "waiting" });
    await expect(ann.client.open(downloadExport, { params: { exportId: id } })).rejects.toMatchObject({
      code: "export.wrong_state",
    });
  });

  test("a cancelled export leaves no file, before it starts and while it runs", async () => {
    const { id } = await ann.client.call(createExport, { params: { tableId }, body: {} });
    await ann.client.call(cancelExport, { params: { exportId: id } });
    await writeExport(weft.weft, { exportId: id });
    expect(await ann.client.call(getExport, { params: { exportId: id } })).toMatchObject({ state: "cancelled" });
    await expect(ann.client.call(cancelExport, { params: { exportId: id } })).rejects.toMatchObject({
      code: "export.wrong_state",
    });

    const table = await makeTable(weft, ann, { fields: [{ name: "A" }] });
    await weft.weft.db.dataPool.query(
      `insert into "${table.baseId}"."${table.id}" (id, "${table.fields[0]?.id}") select n, repeat('x', 2000) from generate_series(1, 100000) n`,
    );
    const slow = await ann.client.call(createExport, { params: { tableId: table.id }, body: { format: "xlsx" } });
    const writing = writeExport(weft.weft, { exportId: slow.id });
    await expect
      .poll(async () => (await ann.client.call(getExport, { params: { exportId: slow.id } })).state, { interval: 20 })
      .toBe("running");
    await ann.client.call(cancelExport, { params: { exportId: slow.id } });
    await writing;
    expect(await ann.client.call(getExport, { params: { exportId: slow.id } })).toMatchObject({ state: "cancelled" });
    expect(await weft.weft.objects.sizeOf(`exports/${slow.id}`)).toBeNull();
  });

  test("done twice at the same time, its file is there", async () => {
    const { id } = await ann.client.call(createExport, { params: { tableId }, body: {} });
    await Promise.all([writeExport(weft.weft, { exportId: id }), writeExport(weft.weft, { exportId: id })]);
    expect(await ann.client.call(getExport, { params: { exportId: id } })).toMatchObject({ state: "done", rows: 4 });
    const response = await ann.client.open(downloadExport, { params: { exportId: id } });
    expect((await response.text()).split("\n")).toHaveLength(6);
  });

  test("past its time the file is gone and the export says so", async () => {
    const { job } = await makeExport(weft, ann, tableId, {});
    await weft.weft.db.data
      .updateTable("exports")
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where("id", "=", job.id)
      .execute();
    await expireExports(weft.weft);
    expect(await ann.client.call(getExport, { params: { exportId: job.id } })).toMatchObject({ state: "expired" });
    expect(await weft.weft.objects.sizeOf(`exports/${job.id}`)).toBeNull();
    await expect(ann.client.open(downloadExport, { params: { exportId: job.id } })).rejects.toMatchObject({
      code: "export.expired",
    });
  });

  test("a table that is gone when the job runs fails with a sentence", async () => {
    const table = await makeTable(weft, ann, {});
    const { id } = await ann.client.call(createExport, { params: { tableId: table.id }, body: {} });
    await weft.weft.db.data.updateTable("tables").set({ deleted_at: new Date() }).where("id", "=", table.id).execute();
    await writeExport(weft.weft, { exportId: id });
    const job = await ann.client.call(getExport, { params: { exportId: id } });
    expect(job.state).toBe("failed");
    expect(job.failure).toContain("There is no table");
  });
});

test("a table of 600 fields goes out in every format", async () => {
  const fields = Array.from({ length: 600 }, (_, index) => ({ name: `Field ${index}` }));
  const table = await makeTable(weft, ann, { fields, rows: [{ "Field 0": "first", "Field 599": "last" }] });
  for (const format of exportFormats) {
    const { job } = await makeExport(weft, ann, table.id, { format });
    expect(job).toMatchObject({ state: "done", failure: null, rows: 1 });
  }
  const { file } = await makeExport(weft, ann, table.id, { format: "json" });
  expect(JSON.parse(file.toString())[0]).toMatchObject({ "Field 0": "first", "Field 598": null, "Field 599": "last" });
});

describe("who may", () => {
  test("an export is its person's own: others of the workspace do not find it", async () => {
    const { job } = await makeExport(weft, ann, tableId, {});
    const ben = await makePerson(weft, { workspaceId: ann.workspaceId, role: "viewer" });
    await expect(ben.client.call(getExport, { params: { exportId: job.id } })).rejects.toMatchObject({
      code: "export.not_found",
    });
    const own = await makeExport(weft, ben, tableId, {});
    expect(own.job.rows).toBe(4);
    const listed = await ben.client.call(listExports, { params: { workspaceId: ann.workspaceId } });
    expect(listed.exports.map((job) => job.id)).toEqual([own.job.id]);
  });

  test("a stranger's table is not found", async () => {
    const eve = await makePerson(weft);
    await expect(eve.client.call(createExport, { params: { tableId }, body: {} })).rejects.toMatchObject({
      code: "table.not_found",
    });
  });

  test("lists page without losing or repeating an export", async () => {
    const cy = await makePerson(weft);
    const table = await makeTable(weft, cy, {});
    const ids = [];
    for (let count = 0; count < 5; count += 1)
      ids.unshift((await cy.client.call(createExport, { params: { tableId: table.id }, body: {} })).id);
    const seen = [];
    let cursor: string | undefined;
    do {
      const page = await cy.client.call(listExports, {
        params: { workspaceId: cy.workspaceId },
        query: { limit: 2, cursor },
      });
      seen.push(...page.exports.map((job) => job.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  test("lists page without losing an export made within the same millisecond as another", async () => {
    const di = await makePerson(weft);
    const table = await makeTable(weft, di, {});
    const ids = [];
    for (let count = 0; count < 3; count += 1)
      ids.push((await di.client.call(createExport, { params: { tableId: table.id }, body: {} })).id);
    for (const [index, id] of ids.entries())
      await weft.weft.db.peoplePool.query("update weft.exports set created_at = $1 where id = $2", [
        `2026-01-01T00:00:00.12345${index}Z`,
        id,
      ]);
    const seen = [];
    let cursor: string | undefined;
    do {
      const page = await di.client.call(listExports, {
        params: { workspaceId: di.workspaceId },
        query: { limit: 1, cursor },
      });
      seen.push(...page.exports.map((job) => job.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  test("a field the table does not have is refused at once, by name", async () => {
    await expect(
      ann.client.call(createExport, { params: { tableId }, body: { fields: ["Name", "Nmae"] } }),
    ).rejects.toMatchObject({ code: "field.not_found", issues: [{ path: "fields.1" }] });
  });
});

test("a snapshot that cannot begin gives its connection back", async () => {
  await using own = await makeTestWeft();
  const { dataPool } = own.weft.db;
  const client = await dataPool.connect();
  const begin = vi.spyOn(client, "query").mockRejectedValueOnce(new Error("broken") as never);
  client.release();
  await expect(openSnapshot(own.weft)).rejects.toThrow("broken");
  expect(begin).toHaveBeenCalled();
  expect([dataPool.totalCount, dataPool.idleCount]).toEqual([0, 0]);
});
