import { updateRow } from "@weft/api/rows";
import { makeId } from "@weft/model/ids";
import { EventEmitter } from "node:events";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { announce } from "./announce.ts";
import { closeListener, listen } from "./listener.ts";
import { LiveConnection } from "./live-connection.ts";
import { LiveHub } from "./live-hub.ts";
import { makeExport } from "../features/exports/exports.make.ts";
import { runImport } from "../features/imports/imports.make.ts";
import { makeSession } from "../features/people/people.make.ts";
import { makeTable } from "../features/tables/tables.make.ts";
import type { TestPerson } from "../testing/weft.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";
import { openLive } from "./live.make.ts";

function rename(person: TestPerson, tableId: string, Name: string) {
  return person.client.call(updateRow, { params: { tableId, rowId: 1 }, body: { cells: { Name } } });
}

test("everybody who watches a table is told each change once, in order and without a gap", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  await rename(person, table.id, "before");
  const late: Promise<unknown>[] = [];
  const clients = await Promise.all(Array.from({ length: 5 }, () => openLive(weft.url, person.token)));
  for (const [index, client] of clients.entries()) {
    client.say({ type: "watch", tableId: table.id, since: index % 2 });
    for (let write = 0; write < 6; write++) late.push(rename(person, table.id, `${index} ${write}`));
  }
  await Promise.all(late);
  for (const [index, client] of clients.entries()) {
    const first = (index % 2) + 1;
    const changes = await client.until("change", 31 - first + 1);
    expect(changes.map(({ change }) => change.number)).toEqual(
      Array.from({ length: 31 - first + 1 }, (_, n) => first + n),
    );
    expect(client.heard[0]).toMatchObject({ type: "watching", tableId: table.id });
    await client[Symbol.asyncDispose]();
  }
});

test("a client too far behind, or ahead of the table, is told to read anew", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  await rename(person, table.id, "A");
  await weft.weft.db.people.updateTable("tables").set({ last_change: 600 }).execute();
  await weft.weft.db.people.updateTable("changes").set({ number: 600 }).execute();
  await using client = await openLive(weft.url, person.token);
  client.say({ type: "watch", tableId: table.id, since: 5 });
  expect(await client.until("reload")).toEqual([{ type: "reload", tableId: table.id, lastChange: 600 }]);
  client.say({ type: "watch", tableId: table.id, since: 900 });
  await client.until("reload", 2);
  await rename(person, table.id, "B");
  expect((await client.until("change"))[0]?.change).toMatchObject({ number: 601, personId: person.personId });
});

test("when the database cuts the live connection, watchers still get every change", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  await using client = await openLive(weft.url, person.token);
  client.say({ type: "watch", tableId: table.id, since: 0 });
  await client.until("watching");
  for (let round = 1; round <= 3; round++) {
    await weft.weft.db.peoplePool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()",
    );
    await rename(person, table.id, `round ${round}`);
    const changes = await client.until("change", round);
    expect(changes.map(({ change }) => change.number)).toEqual(Array.from({ length: round }, (_, n) => n + 1));
  }
});

test("when the database cuts the live connection, imports, exports, notices and bases that were not heard are told", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { workspaceId } = person;
  const table = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  const earlier = await runImport(weft, person, { name: "earlier.csv" });
  await using client = await openLive(weft.url, person.token);
  client.say({ type: "watch_imports", workspaceId });
  client.say({ type: "watch_bases", workspaceId });
  client.say({ type: "ping" });
  await client.until("pong");
  const pool = weft.weft.db.peoplePool;
  await pool.query("update weft.imports set ended_at = now() - interval '1 hour'");
  // No connection comes about while the work is done, which is written as a deaf process finds it: unannounced.
  const deaf = vi.spyOn(pg.Client.prototype, "connect").mockRejectedValue(new Error("no connection") as never);
  await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()",
  );
  await vi.waitFor(() => expect(deaf).toHaveBeenCalled());
  const missed = makeId("import");
  await pool.query(
    `insert into weft.imports (id, base_id, upload_id, state, options, person_id, ended_at)
     select $1, base_id, upload_id, 'failed', options, person_id, now() from weft.imports where id = $2`,
    [missed, earlier.id],
  );
  const exported = makeId("export");
  await pool.query(
    `insert into weft.exports (id, table_id, person_id, state, options, file_name, ended_at)
     values ($1, $2, $3, 'failed', '{"format":"csv"}', 'x.csv', now())`,
    [exported, table.id, person.personId],
  );
  client.heard.length = 0;
  deaf.mockRestore();

  expect((await client.until("import")).map((message) => message.import.id)).toEqual([missed]);
  expect((await client.until("export")).map((message) => message.export.id)).toEqual([exported]);
  expect(await client.until("notice")).toMatchObject([{ unread: 1 }]);
  expect(await client.until("bases")).toEqual([{ type: "bases", workspaceId }]);
});

test("a socket that closes before it is served is forgotten, and who was refused is not told twice", async () => {
  await using weft = await makeTestWeft();
  const connect = pg.Client.prototype.connect as () => Promise<unknown>;
  const held = vi.spyOn(pg.Client.prototype, "connect");
  const failing = new Error("no connection");
  held.mockRejectedValueOnce(failing as never);
  const heard: string[] = [];
  const hearer = (name: string) => ({ hear: () => void heard.push(name), missed: () => void heard.push(name) });
  await expect(listen(weft.weft, hearer("refused"))).rejects.toThrow("no connection");
  await vi.waitFor(() => listen(weft.weft, hearer("taken")));
  await announce(weft.weft.db.people, { about: "notice", personId: "nobody" });
  await vi.waitFor(() => expect(heard).toContain("taken"));
  expect(heard).not.toContain("refused");
  await closeListener(weft.weft);

  const hub = new LiveHub(weft.weft);
  const socket = Object.assign(new EventEmitter(), { readyState: 1, OPEN: 1, CLOSED: 3 });
  const connection = new LiveConnection(socket as never, {} as never, {} as never);
  held.mockImplementationOnce(async function close(this: pg.Client) {
    socket.readyState = socket.CLOSED;
    hub.close(connection);
    await connect.call(this);
  } as never);
  await hub.open(connection);
  expect(hub.connections.size).toBe(0);
  held.mockRestore();
});

test("who may not see a table is told so, and who loses token or membership hears no more", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const stranger = await makePerson(weft);
  const member = await makePerson(weft, { workspaceId: person.workspaceId, role: "viewer" });
  const table = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  await expect(openLive(weft.url, "weft_wrong")).rejects.toThrow("refused with 401");
  await using outside = await openLive(weft.url, stranger.token);
  outside.say({ type: "watch", tableId: table.id, since: 0 });
  expect(await outside.until("problem")).toMatchObject([{ code: "table.not_found" }]);
  outside.socket.send("{");
  expect(await outside.until("problem", 2)).toMatchObject([{}, { code: "request.invalid" }]);
  await using inside = await openLive(weft.url, member.token);
  inside.say({ type: "watch", tableId: table.id, since: 0 });
  await inside.until("watching");
  await weft.weft.db.people.deleteFrom("members").where("person_id", "=", member.personId).execute();
  expect(await inside.until("problem")).toMatchObject([{ code: "table.not_found" }]);
  await weft.weft.db.people.deleteFrom("tokens").where("person_id", "=", member.personId).execute();
  expect(await inside.closed).toBe(4401);
  await rename(person, table.id, "B");
  expect(inside.heard.filter((message) => message.type === "change")).toEqual([]);
});

test("a notice is told to its person alone, a ping is answered", async () => {
  await using weft = await makeTestWeft();
  const [person, other] = [await makePerson(weft), await makePerson(weft)];
  await using mine = await openLive(weft.url, person.token);
  await using theirs = await openLive(weft.url, other.token);
  for (const client of [mine, theirs]) client.say({ type: "ping" });
  await Promise.all([mine.until("pong"), theirs.until("pong")]);
  await announce(weft.weft.db.people, { about: "notice", personId: person.personId });
  expect(await mine.until("notice")).toEqual([{ type: "notice", unread: 0 }]);
  theirs.say({ type: "ping" });
  await theirs.until("pong", 2);
  expect(theirs.heard.map((message) => message.type)).toEqual(["pong", "pong"]);
});

test("an import's steps are told to those who watch its workspace, and to nobody else", async () => {
  await using weft = await makeTestWeft();
  const [person, stranger] = [await makePerson(weft), await makePerson(weft)];
  const viewer = await makePerson(weft, { workspaceId: person.workspaceId, role: "viewer" });
  await using mine = await openLive(weft.url, person.token);
  await using theirs = await openLive(weft.url, viewer.token);
  await using silent = await openLive(weft.url, person.token);
  await using outside = await openLive(weft.url, stranger.token);
  for (const client of [mine, theirs, outside]) client.say({ type: "watch_imports", workspaceId: person.workspaceId });
  expect(await outside.until("problem")).toMatchObject([{ code: "workspace.not_found" }]);
  for (const client of [mine, theirs, silent, outside]) client.say({ type: "ping" });
  await Promise.all([mine, theirs, silent, outside].map((client) => client.until("pong")));

  const done = await runImport(weft, person, { name: "parts.csv" });
  for (const client of [mine, theirs]) {
    await expect
      .poll(() => client.heard.findLast(({ type }) => type === "import"))
      .toEqual({ type: "import", import: done });
  }
  for (const client of [silent, outside]) {
    client.say({ type: "ping" });
    await client.until("pong", 2);
    expect(client.heard.filter(({ type }) => type === "import")).toEqual([]);
  }
});

test("an export's steps are told to whoever asked for it alone", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const colleague = await makePerson(weft, { workspaceId: person.workspaceId });
  const table = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  await using mine = await openLive(weft.url, person.token);
  await using theirs = await openLive(weft.url, colleague.token);
  for (const client of [mine, theirs]) client.say({ type: "ping" });
  await Promise.all([mine.until("pong"), theirs.until("pong")]);

  const { job } = await makeExport(weft, person, table.id);
  await expect
    .poll(() => mine.heard.findLast(({ type }) => type === "export"))
    .toEqual({ type: "export", export: expect.objectContaining({ id: job.id, state: "done", rows: 1 }) });
  theirs.say({ type: "ping" });
  await theirs.until("pong", 2);
  expect(theirs.heard.filter(({ type }) => type === "export")).toEqual([]);
});

test("a page of another site cannot open the socket with a visitor's cookies", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const { cookie } = await makeSession(weft, person.personId);
  const pages: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site", origin: weft.url },
    { "sec-fetch-site": "same-site", origin: weft.url },
  ];
  for (const page of pages)
    await expect(openLive(weft.url, null, { cookie, ...page })).rejects.toThrow("refused with 403");
  await using own = await openLive(weft.url, null, { cookie, origin: weft.url });
  own.say({ type: "ping" });
  await own.until("pong");
  await expect(openLive(weft.url, null, { origin: weft.url })).rejects.toThrow("refused with 401");
});

test("a client that does not read is told to read anew later; nothing piles up for it and nothing is missed", async () => {
  await using weft = await makeTestWeft();
  const person = await makePerson(weft);
  const table = await makeTable(weft, person, { rows: [{ Name: "Ann" }] });
  await using client = await openLive(weft.url, person.token);
  client.say({ type: "watch", tableId: table.id, since: 0 });
  await client.until("watching");
  client.socket.pause();
  const writes = 14;
  for (let write = 1; write <= writes; write++) await rename(person, table.id, `${write} `.repeat(300_000));
  client.socket.resume();
  const [reload] = await client.until("reload");
  const told = client.heard.flatMap((message) => (message.type === "change" ? [message.change.number] : []));
  expect(told).toEqual(Array.from({ length: told.length }, (_, index) => index + 1));
  expect(told.length).toBeLessThan(writes);
  expect(reload?.lastChange).toBe(writes);
  await rename(person, table.id, "after");
  const changes = await client.until("change", told.length + 1);
  expect(changes.at(-1)?.change.number).toBe(writes + 1);
});
