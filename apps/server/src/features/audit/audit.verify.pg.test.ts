import { auditLine, exportAudit, verifyAudit } from "@weft/api/audit";
import { createTable } from "@weft/api/bases";
import { checkChain } from "@weft/model/audit/chain";
import { expect, test } from "vitest";
import { makePerson } from "../../testing/weft.ts";
import { hashSecret } from "../tokens/tokens.secret.ts";
import { actionsOf, listOf, makeEntries, makeOwner, tamper } from "./audit.make.ts";
import { recordAudit } from "./audit.record.ts";
import { erasePersonal } from "./audit.store.ts";

test("numbers have no gap and the chain holds, also when many write at once and some give up", async () => {
  await using made = await makeOwner();
  const { owner } = made;
  const params = { baseId: owner.baseId };
  const names = Array.from({ length: 40 }, (_, index) => `T${index % 30}`);
  const made40 = await Promise.allSettled(
    names.map((name) => owner.client.call(createTable, { params, body: { name } })),
  );
  expect(made40.filter(({ status }) => status === "fulfilled")).toHaveLength(30);
  const numbers = (await listOf(owner)).map(({ number }) => number).reverse();
  expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(await owner.client.call(verifyAudit, {})).toMatchObject({ entries: 30, last: { number: 30 }, broken: null });
});

test("the database itself refuses to change, remove or empty entries, and the data role cannot even read them", async () => {
  await using made = await makeOwner();
  await makeEntries(made.owner, 1);
  const { peoplePool, dataPool } = made.weft.weft.db;
  for (const statement of [
    "update weft.audit set hash = ''",
    "delete from weft.audit",
    "truncate weft.audit",
    "delete from weft.audit_head",
    "update weft.audit_personal set value = 'Eve'",
  ])
    await expect(peoplePool.query(statement)).rejects.toThrow("append only");
  for (const statement of [
    "select 1 from weft.audit",
    "select 1 from weft.audit_personal",
    "select 1 from weft.audit_salts",
  ])
    await expect(dataPool.query(statement)).rejects.toThrow("permission denied");
});

const setEntry = (path: string, value: string) => `entry = jsonb_set(entry, '${path}', '${value}')`;
const rehash = "hash = encode(sha256(convert_to(previous_hash || E'\\n' || entry::text, 'UTF8')), 'hex')";

test.each([
  [
    "an entry that was changed",
    [`update weft.audit set ${setEntry("{after,name}", '"X"')} where number = 3`],
    3,
    "content",
  ],
  [
    "an entry that was changed and hashed again",
    [
      `update weft.audit set ${setEntry("{after,name}", '"X"')} where number = 3`,
      `update weft.audit set ${rehash} where number = 3`,
    ],
    4,
    "previous",
  ],
  [
    "an entry whose time was changed",
    ["update weft.audit set at = at - interval '1 day' where number = 2"],
    2,
    "content",
  ],
  ["an entry that was removed", ["delete from weft.audit where number = 3"], 3, "missing"],
  ["a first entry that was removed", ["delete from weft.audit where number = 1"], 1, "missing"],
  ["last entries that were cut off", ["delete from weft.audit where number > 3"], 4, "end"],
  [
    "an entry that was put in at the end",
    [
      `insert into weft.audit (number, at, entry, previous_hash, hash)
       select 6, at, jsonb_set(entry, '{number}', '6'), hash, '' from weft.audit where number = 5`,
      `update weft.audit set ${rehash} where number = 6`,
    ],
    6,
    "end",
  ],
  [
    "entries that changed places",
    [
      "update weft.audit set number = -number where number in (2, 4)",
      "update weft.audit set number = 6 + number where number < 0",
    ],
    2,
    "content",
  ],
  [
    "a name that was changed",
    ["update weft.audit_personal set value = 'Eve' where value like 'Person %'"],
    1,
    "personal",
  ],
  ["a name that was taken away", ["delete from weft.audit_personal where value like 'Person %'"], 1, "personal"],
  ["all names that were taken away", ["delete from weft.audit_personal", "delete from weft.audit_salts"], 1, "erased"],
] as const)("verifying finds %s", async (_what, statements, number, fault) => {
  await using made = await makeOwner();
  await makeEntries(made.owner, 5);
  expect(await made.owner.client.call(verifyAudit, {})).toMatchObject({ entries: 5, broken: null });
  await tamper(made.weft, ...statements);
  expect((await made.owner.client.call(verifyAudit, {})).broken).toEqual({ number, fault });
});

test("a file of entries can be verified without the instance, and a file for a spreadsheet runs no formula", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  await weft.weft.db.people.updateTable("people").set({ name: "=1+1" }).where("id", "=", owner.personId).execute();
  await makeEntries(owner, 3);
  const ndjson = await (await owner.client.open(exportAudit, { query: { format: "ndjson" } })).text();
  const chain = checkChain({ sha256: hashSecret, fromStart: true });
  const lines = ndjson.trim().split("\n");
  for (const line of lines) expect(chain.see(auditLine.parse(JSON.parse(line)))).toBeNull();
  expect([chain.count, chain.end()]).toEqual([4, null]);
  const csv = await (await owner.client.open(exportAudit, { query: { action: "base.updated" } })).text();
  const [head, first] = csv.split("\r\n");
  expect(head).toMatch(/^number,at,action,person,/);
  expect(first).toMatch(/^1,[^,]+,base\.updated,'=1\+1,/);
  expect(actionsOf(await listOf(owner))).toEqual([
    ...Array(3).fill("base.updated"),
    "audit.exported",
    "audit.exported",
  ]);
});

test("who is erased has neither name nor address in the trail any more, and it still holds", async () => {
  await using made = await makeOwner();
  const { weft, owner } = made;
  const ada = await makePerson(weft);
  await makeEntries(ada, 2);
  await weft.weft.db.people.transaction().execute(async (trx) => {
    await erasePersonal(trx, ada.personId);
    const thing = { kind: "person", id: ada.personId } as const;
    await trx.deleteFrom("people").where("id", "=", ada.personId).execute();
    await recordAudit(trx, { personId: owner.personId, requestId: null }, { action: "person.erased", thing });
  });
  const entries = await listOf(owner, { person: ada.personId });
  expect(entries).toHaveLength(2);
  for (const entry of entries)
    expect(entry).toMatchObject({ actor: { person: ada.personId, name: null }, address: null, agent: null });
  expect(await owner.client.call(verifyAudit, {})).toMatchObject({ entries: 3, broken: null });
});
