import { createTable } from "@weft/api/bases";
import { createRows } from "@weft/api/rows";
import { expect, test } from "vitest";
import { makeTable } from "../features/tables/tables.make.ts";
import { makeSession } from "../features/people/people.make.ts";
import type { TestWeft } from "../testing/weft.ts";
import { makePerson, makeTestWeft } from "../testing/weft.ts";

/** What somebody adds to a request in the hope that it is written as it comes. */

async function send(weft: TestWeft, method: string, path: string, headers: object, body: string): Promise<Response> {
  return fetch(`${weft.url}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body,
  });
}

test("a profile takes no role, no id, no address and nothing else that is not one's own to give", async () => {
  await using weft = await makeTestWeft();
  const eve = await makePerson(weft);
  const cookies = await makeSession(weft, eve.personId);
  const row = () =>
    weft.weft.db.people.selectFrom("people").selectAll().where("id", "=", eve.personId).executeTakeFirst();
  const before = await row();
  const extras = [
    `"role":"owner"`,
    `"isInstanceOwner":true`,
    `"is_instance_owner":true`,
    `"isOwner":true`,
    `"id":"someone-else"`,
    `"personId":"someone-else"`,
    `"email":"owner@example.org"`,
    `"emailVerified":true`,
    `"email_verified":true`,
    `"createdAt":"2000-01-01T00:00:00Z"`,
    `"noticePreferences":{}`,
    `"__proto__":{"isInstanceOwner":true}`,
    `"constructor":{"prototype":{"isInstanceOwner":true}}`,
  ];
  for (const extra of extras) {
    const answer = await send(weft, "PATCH", "/profile", cookies, `{"name":"Eve",${extra}}`);
    expect({ extra, status: answer.status }).toEqual({ extra, status: 400 });
  }
  expect(await row()).toEqual(before);
  expect(({} as { isInstanceOwner?: boolean }).isInstanceOwner).toBeUndefined();
});

test("who signs up is nobody but who they are: no owner, no id of their choice, in no workspace but their own", async () => {
  await using weft = await makeTestWeft();
  const owner = await makePerson(weft, { isInstanceOwner: true });
  const wanted = { name: "Eve", email: "eve@example.org", password: "a phrase nobody guesses" };
  const extras = {
    id: "chosen",
    role: "owner",
    isInstanceOwner: true,
    is_instance_owner: true,
    emailVerified: true,
    workspaceId: owner.workspaceId,
    workspaces: [owner.workspaceId],
  };
  await send(weft, "POST", "/session/sign-up", {}, JSON.stringify({ ...wanted, ...extras }));
  const people = await weft.weft.db.people.selectFrom("people").selectAll().where("name", "=", "Eve").execute();
  for (const person of people) expect(person).toMatchObject({ is_instance_owner: false, email_verified: false });
  expect(people.map(({ id }) => id)).not.toContain("chosen");
  const members = await weft.weft.db.people
    .selectFrom("members")
    .select("person_id")
    .where("workspace_id", "=", owner.workspaceId)
    .execute();
  expect(members).toEqual([{ person_id: owner.personId }]);
});

test("a token is its maker's, whoever they name", async () => {
  await using weft = await makeTestWeft();
  const [eve, ada] = [await makePerson(weft), await makePerson(weft)];
  const cookies = await makeSession(weft, eve.personId);
  const body = {
    name: "T",
    scopes: ["read"],
    personId: ada.personId,
    person_id: ada.personId,
    id: "tok00000000000000",
  };
  await send(weft, "POST", "/tokens", cookies, JSON.stringify(body));
  const named = await weft.weft.db.people
    .selectFrom("tokens")
    .select(["id", "person_id"])
    .where("name", "=", "T")
    .execute();
  for (const token of named) {
    expect(token.person_id).toBe(eve.personId);
    expect(token.id).not.toBe(body.id);
  }
});

test("tables and rows get ids of ours in the base that the address names, whatever the body says", async () => {
  await using weft = await makeTestWeft();
  const [eve, ada] = [await makePerson(weft), await makePerson(weft)];
  const wanted = { name: "Mine", id: "tbl00000000000000", baseId: ada.baseId, base_id: ada.baseId };
  const table = await eve.client.call(createTable, { params: { baseId: eve.baseId }, body: wanted as never });
  expect(table.baseId).toBe(eve.baseId);
  expect(table.id).not.toBe(wanted.id);
  const stock = await makeTable(weft, eve, { rows: [{ Name: "Ann" }] });
  const { rows } = await eve.client.call(createRows, {
    params: { tableId: stock.id },
    body: { rows: [{ id: 900, change: 900, cells: { Name: "Bob" } }] as never },
  });
  expect(rows).toMatchObject([{ id: 2 }]);
  for (const column of ["id", "change", "_place", `Name" = 'x', "Name`])
    await expect(
      eve.client.call(createRows, { params: { tableId: stock.id }, body: { rows: [{ cells: { [column]: 7 } }] } }),
    ).rejects.toMatchObject({ code: "row.invalid" });
});
